import { Sheets } from "../screens/Sheets";
import { Toast } from "../components/Toast";
import { InsecureScreen } from "../screens/InsecureScreen";
import { PairingScreen } from "../screens/PairingScreen";
import { RevokedScreen } from "../screens/RevokedScreen";
import { WelcomeScreen } from "../screens/WelcomeScreen";
import { RecordingScreen } from "../screens/recording/RecordingScreen";
import { HomeScreen } from "../screens/home/HomeScreen";
import { PhoneContext } from "./context";
import type { Phone } from "./phone";
import { phase } from "./state";

export function App({ phone }: { phone: Phone }) {
  return (
    <PhoneContext.Provider value={phone}>
      <Screen />
      <Toast />
    </PhoneContext.Provider>
  );
}

function Screen() {
  switch (phase.value) {
    case "loading":
      return null;
    case "insecure":
      return <InsecureScreen />;
    case "pairing":
      return <PairingScreen />;
    case "revoked":
      return <RevokedScreen />;
    case "welcome":
      return <WelcomeScreen />;
    case "today":
      return (
        <>
          <HomeScreen />
          <RecordingScreen />
          <Sheets />
        </>
      );
  }
}
