package dev.tierwall.cli.report.rows;

import dev.tierwall.cli.frame.DataWriter;

/** Writes a list in one format. */
public interface ListWriter {

    void write(Listing listing, DataWriter out);
}
