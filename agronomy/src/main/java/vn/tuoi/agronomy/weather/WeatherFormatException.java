package vn.tuoi.agronomy.weather;

/** A weather file that cannot be read; the message names file, line, column and what is expected there. */
public final class WeatherFormatException extends Exception {

    WeatherFormatException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
