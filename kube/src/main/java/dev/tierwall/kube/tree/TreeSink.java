package dev.tierwall.kube.tree;

/**
 * Receives the documents of a source in their order. The elements of a top-level list called {@code "items"} are handed out
 * one by one, each as soon as it is complete, so that a list of any length is read without holding it.
 */
public interface TreeSink {

    /**
     * One element of the list of the document that is being read.
     *
     * @param head the document's entries so far
     * @param item the element of the list
     */
    void item(Node.Mapping head, Node item);

    /**
     * A document.
     *
     * @param root the document; its {@code items} are left out if they were handed out
     * @param complete false if the document could not be read to its end and this is only what came before
     */
    void document(Node root, boolean complete);
}
