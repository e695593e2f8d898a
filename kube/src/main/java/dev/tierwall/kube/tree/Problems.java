package dev.tierwall.kube.tree;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Finding.Severity;
import dev.tierwall.core.model.Location;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one source. Not thread-safe: each thread that reads has its own. */
public final class Problems {

    private final String file;
    private final List<Finding> findings = new ArrayList<>();
    private int errors;
    private String subject = "";

    /** For the source that is called {@code file} in locations. */
    public Problems(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    /** The place of a node in this source. */
    public Location at(Node node) {
        return new Location(file, node.line(), node.column());
    }

    /** A place in this source. */
    public Location at(int line, int column) {
        return new Location(file, line, column);
    }

    /** Names the object that the next findings are about, for sources without lines, where the place tells too little. */
    public void about(String subject) {
        this.subject = subject;
    }

    public void error(Location at, String problem, String remedy) {
        errors++;
        add(Severity.ERROR, at, problem, remedy);
    }

    public void warning(Location at, String problem, String remedy) {
        add(Severity.WARNING, at, problem, remedy);
    }

    public void note(Location at, String problem, String remedy) {
        add(Severity.NOTE, at, problem, remedy);
    }

    private void add(Severity severity, Location at, String problem, String remedy) {
        String named = at.line() > 0 || subject.isEmpty() ? problem : subject + ": " + problem;
        findings.add(new Finding(severity, at, named, remedy));
    }

    /** How many errors there are so far: a caller compares before and after to know whether a part was faultless. */
    public int errors() {
        return errors;
    }

    /** All of them, in the order in which they were found. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
