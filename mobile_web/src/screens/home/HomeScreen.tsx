import { tab } from "../../app/state";
import { MeScreen } from "../me/MeScreen";
import { NearScreen } from "../near/NearScreen";
import { TalkBar } from "../today/TalkBar";
import { TodayScreen } from "../today/TodayScreen";
import { NavBar } from "./NavBar";
import "./home.css";

/** The three places of the app, and what always lies under the thumb. */
export function HomeScreen() {
  return (
    <>
      <Place />
      <div class="foot">
        {tab.value === "today" && <TalkBar />}
        <NavBar />
      </div>
    </>
  );
}

function Place() {
  switch (tab.value) {
    case "today":
      return <TodayScreen />;
    case "near":
      return <NearScreen />;
    case "me":
      return <MeScreen />;
  }
}
