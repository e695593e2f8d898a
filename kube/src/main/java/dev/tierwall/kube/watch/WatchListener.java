package dev.tierwall.kube.watch;

/** Hears how watching goes. Called by several threads. */
public interface WatchListener {

    /** A kind could not be listed or watched; it is tried again. */
    void failed(String plural, String reason);

    /** A kind is followed again, or for the first time. */
    void following(String plural);

    /** The server has no such kind, as far as one sees; it is looked for again from time to time. */
    void absent(String plural);
}
