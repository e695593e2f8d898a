package dev.tierwall.kube.access;

/** Where the credential of the next request comes from. Asked by many threads. */
interface CredentialSource {

    /** The credential to show now. */
    Credential get() throws ClusterException;

    /**
     * Another credential, after the API server refused one. A source that cannot make another returns the same; one that
     * has made another in the meantime, because several requests were refused at once, returns that.
     */
    Credential renew(Credential refused) throws ClusterException;

    /** What this is, for messages: {@code the token of user "ann"}. */
    String description();
}
