import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { startTicking } from "./clock";
import { language, texts } from "./language";
import { resume, session } from "./session";
import type { Person } from "./wire";
import { FarmHome } from "./view/farm-home";
import { FarmPicker } from "./view/farm-picker";
import { SignIn } from "./view/sign-in";

const place = signal(location.hash);
addEventListener("hashchange", () => (place.value = location.hash));

/** Up to this many farms a list needs no search. */
const FEW_FARMS = 8;

function App() {
  const who = session.value;
  switch (who.name) {
    case "unknown":
      return <main class="empty">{texts().loading}</main>;
    case "nobody":
      return <SignIn over={who.over} />;
    case "person":
      return <Farms person={who.person} />;
  }
}

/** A farmer with one farm is there at once; everybody else chooses. */
function Farms({ person }: { person: Person }) {
  const [only, ...others] = person.farms;
  const single = person.role === "farmer" && only !== undefined && others.length === 0 ? only : undefined;
  const named = /^#\/farms\/([^/]+)$/.exec(place.value)?.[1];
  const farm = named === undefined ? single : decodeURIComponent(named);
  return farm === undefined ? (
    <FarmPicker searchable={person.role !== "farmer" || person.farms.length > FEW_FARMS} />
  ) : (
    <FarmHome key={farm} id={farm} back={single === undefined} />
  );
}

effect(() => {
  document.documentElement.lang = language.value;
});
startTicking();
void resume();
render(<App />, document.getElementById("app")!);
// service workers need TLS or localhost; without one the page works, but not offline
if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/sw.js");
}
