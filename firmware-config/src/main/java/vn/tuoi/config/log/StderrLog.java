package vn.tuoi.config.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of every process: standard error, one line an event, UTC. */
public final class StderrLog {
    private StderrLog() {}

    /** Routes all logging of this process to standard error at {@code level}; libraries speak from warnings up. */
    public static void install(Level level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new OneLine());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        OURS.setLevel(level);
    }

    // held strongly: the log manager keeps loggers weakly and would forget the level
    private static final Logger OURS = Logger.getLogger("vn.tuoi");

    /** One line an event: time, level, class, message, and a stack trace folded into the line. */
    static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord logRecord) {
            String name = logRecord.getLoggerName() == null ? "" : logRecord.getLoggerName();
            StringBuilder line = new StringBuilder(160)
                    .append(Instant.ofEpochMilli(logRecord.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(logRecord.getLevel().getName())
                    .append(' ')
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append(": ")
                    .append(fold(formatMessage(logRecord)));
            if (logRecord.getThrown() != null) {
                StringWriter trace = new StringWriter();
                logRecord.getThrown().printStackTrace(new PrintWriter(trace));
                line.append(" | ").append(fold(trace.toString()));
            }
            return line.append(System.lineSeparator()).toString();
        }

        /** A log line cannot be forged by what a peer sent: control characters become spaces. */
        private static String fold(String text) {
            return text.strip().replaceAll("\\p{Cntrl}+\\s*", " ");
        }
    }
}
