package dev.tierwall.kube.watch;

/** Hears how far a listing has come. Called by several threads. */
@FunctionalInterface
public interface Progress {

    /** For those who do not want to know. */
    Progress NONE = (plural, count) -> {};

    /** So many objects of a kind have been read by now. */
    void read(String plural, int count);
}
