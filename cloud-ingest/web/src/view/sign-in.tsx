import { useSignal } from "@preact/signals";
import { texts } from "../language";
import type { Refusal } from "../request";
import { signIn } from "../session";
import { TopBar } from "./bar";
import { trouble } from "./words";

/** What keeps a person from signing in. */
type Hindrance = { name: "phone" } | { name: "pin" } | { name: "answer"; refusal: Refusal };

const VISIBLE = { type: "text" } as const;
const CONCEALED = { type: "password" } as const;

/** Phone number and PIN. */
export function SignIn({ over }: { over: boolean }) {
  const phone = useSignal("");
  const pin = useSignal("");
  const busy = useSignal(false);
  const hindrance = useSignal<Hindrance | undefined>(undefined);
  const pinShown = useSignal(false);
  const t = texts();

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) {
      return;
    }
    // people write numbers with spaces and dots
    const digits = phone.value.replace(/[\s.\-()]/g, "");
    if (digits === "" || pin.value === "") {
      hindrance.value = { name: digits === "" ? "phone" : "pin" };
      return;
    }
    busy.value = true;
    const refusal = await signIn(digits, pin.value.trim());
    busy.value = false;
    hindrance.value = refusal && { name: "answer", refusal };
  };

  const problem = sentence(hindrance.value) ?? (over ? t.sessionOver : undefined);
  return (
    <>
      <TopBar title={t.appName} />
      <main class="sign-in">
        <img class="logo" src="/icon.svg" alt="" width="96" height="96" />
        <p class="tagline">{t.tagline}</p>
        <form onSubmit={submit} noValidate aria-describedby="sign-in-problem">
          <label for="phone">{t.phone}</label>
          <input
            id="phone"
            name="phone"
            type="tel"
            inputMode="tel"
            autoComplete="username"
            maxLength={20}
            value={phone.value}
            aria-invalid={hindrance.value?.name === "phone"}
            onInput={(event) => (phone.value = event.currentTarget.value)}
          />
          <label for="pin">{t.pin}</label>
          <input
            id="pin"
            name="pin"
            {...(pinShown.value ? VISIBLE : CONCEALED)}
            inputMode="numeric"
            autoComplete="current-password"
            maxLength={64}
            value={pin.value}
            aria-invalid={hindrance.value?.name === "pin"}
            onInput={(event) => (pin.value = event.currentTarget.value)}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={pinShown.value}
              onChange={(event) => (pinShown.value = event.currentTarget.checked)}
            />
            {t.showPin}
          </label>
          <p id="sign-in-problem" class="problem" role="alert">
            {problem}
          </p>
          <button class="primary" type="submit" aria-disabled={busy.value}>
            {busy.value ? t.signingIn : t.signIn}
          </button>
        </form>
      </main>
    </>
  );
}

function sentence(hindrance: Hindrance | undefined): string | undefined {
  const t = texts();
  if (hindrance === undefined) {
    return undefined;
  }
  if (hindrance.name !== "answer") {
    return hindrance.name === "phone" ? t.phoneMissing : t.pinMissing;
  }
  const { refusal } = hindrance;
  const wrong = refusal.kind === "refused" && (refusal.status === 401 || refusal.status === 400);
  return wrong ? t.wrongPin : trouble(refusal);
}
