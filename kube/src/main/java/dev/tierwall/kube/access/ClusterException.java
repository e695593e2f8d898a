package dev.tierwall.kube.access;

/** The cluster cannot be asked. The message is one sentence that says why and what a person can do about it. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1;

    public ClusterException(String sentence) {
        super(sentence);
    }

    public ClusterException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
