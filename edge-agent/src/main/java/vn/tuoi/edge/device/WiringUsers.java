package vn.tuoi.edge.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tuoi.config.json.Problem;

/** Who uses what, and everything that is found wrong with it. One instance a check. */
final class WiringUsers {
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void add(String path, String message) {
        problems.add(new Problem(path, message));
    }

    void addAll(List<Problem> found) {
        problems.addAll(found);
    }

    /** Notes that {@code path} uses something that has one user only. */
    void alone(String path, String what) {
        String other = users.putIfAbsent(what, path);
        if (other != null) {
            add(path, what + " is already used by " + other);
        }
    }

    /** Notes that {@code path} uses things that have one user only; of several that have another, the first is told. */
    void aloneWithAll(String path, List<String> whats) {
        String clash = null;
        for (String what : whats) {
            String other = users.putIfAbsent(what, path);
            if (other != null && clash == null) {
                clash = what + " is already used by " + other;
            }
        }
        if (clash != null) {
            add(path, clash);
        }
    }

    /** Notes that {@code path} uses a chip or slave that several may use if they take it for the same. */
    void shared(String path, String what, String kind) {
        String otherKind = kinds.putIfAbsent(what, kind);
        String other = users.putIfAbsent(what, path);
        if (otherKind != null && !otherKind.equals(kind)) {
            add(path, what + " is " + article(otherKind) + " for " + other + ", and " + article(kind) + " here");
        }
    }

    /** Notes that {@code path} uses a chip or slave alone; whoever else names it may not. */
    void alone(String path, String what, String kind) {
        if (kind.equals(kinds.get(what))) {
            alone(path, what);
        } else {
            shared(path, what, kind);
        }
    }

    private static String article(String kind) {
        return ("aeiou".indexOf(kind.charAt(0)) >= 0 ? "an " : "a ") + kind;
    }

    void range(String path, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            add(path, "must be from " + text(least) + " to " + text(most) + ", not " + text(value));
        }
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    void size(String path, int size, int most) {
        if (size > most) {
            add(path, "has " + size + " entries; the limit is " + most);
        }
    }

    /** A GPIO line of the Pi's header. */
    void pin(String path, int pin) {
        // 0 and 1 are the identification EEPROM's bus
        range(path, pin, 2, 27);
        alone(path, pinName(pin));
    }

    private static String pinName(int pin) {
        return "pin " + pin;
    }

    /** Pins that the Pi itself needs for a bus, once somebody uses that bus. */
    void reserve(String path, String why, int... pins) {
        for (int pin : pins) {
            String user = users.get(pinName(pin));
            if (user != null && !user.equals(why)) {
                add(user, pinName(pin) + " belongs to " + why + ", which " + path + " uses");
            }
        }
    }
}
