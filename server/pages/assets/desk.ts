/** The staff pages' script. Every page works before it has loaded; it adds what is quicker with it. */
import "htmx.org";
import { startChatwoot } from "./chatwoot";
import { startLive } from "./live";
import { startMentions } from "./mentions";
import { startMenus } from "./menu";
import { startPanel } from "./panel";
import { startPasskeys } from "./passkey";
import { startPlayer } from "./player";
import { startQueueKeys } from "./queue_keys";
import { startSearch } from "./search";
import { startCopying } from "./copying";
import { startPrinting } from "./printing";
import { startWords } from "./words";

startSearch();
startPlayer();
startWords();
startLive();
startPasskeys();
startMenus();
startMentions();
startQueueKeys();
startCopying();
startPrinting();
startPanel();
startChatwoot();
