package vn.tuoi.config.senml;

import java.io.IOException;

/** Writes the fields of a pack in one format. One thread, one pack. */
interface FieldWriter {
    void startPack(int records) throws IOException;

    void startRecord(int fields) throws IOException;

    void text(SenmlLabel label, String text) throws IOException;

    /** A time or a difference of times, written in seconds with its milliseconds as decimals. */
    void seconds(SenmlLabel label, long milliseconds) throws IOException;

    /** A finite number, written so that it is read back as the same double. */
    void number(SenmlLabel label, double value) throws IOException;

    void bool(SenmlLabel label, boolean value) throws IOException;

    void endRecord() throws IOException;

    void endPack() throws IOException;
}
