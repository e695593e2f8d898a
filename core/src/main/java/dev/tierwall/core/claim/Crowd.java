package dev.tierwall.core.claim;

import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.naming.Name;
import dev.tierwall.core.net.AddressSet;
import java.util.List;
import java.util.stream.Collectors;

/** Whom one side of a {@link Claim} speaks of, as written. */
public sealed interface Crowd {

    /** What to call it in a sentence. */
    String words();

    /**
     * What a name stands for, as in {@code tierwall check}.
     *
     * @param name the name
     * @param text as written
     * @param location where
     */
    record Named(Name name, String text, Location location) implements Crowd {
        @Override
        public String words() {
            return text;
        }
    }

    /**
     * The pods that selectors select.
     *
     * @param namespaces the names of namespaces; all of them if there is none
     * @param namespaceLabels what the labels of a pod's namespace must be
     * @param pods what a pod's own labels must be
     * @param location where it is written
     */
    record Selected(List<InNamespace> namespaces, Selector namespaceLabels, Selector pods, Location location)
            implements Crowd {
        public Selected {
            namespaces = List.copyOf(namespaces);
        }

        @Override
        public String words() {
            String in = namespaces.isEmpty()
                    ? ""
                    : namespaces.stream().map(InNamespace::name).collect(Collectors.joining(", ", " of ", ""));
            String labelled = namespaceLabels.isEverything() ? "" : " of namespaces with " + namespaceLabels;
            return "pods" + (pods.isEverything() ? "" : " with " + pods) + in + labelled;
        }
    }

    /** The name of a namespace, and where it is written. */
    record InNamespace(String name, Location location) {}

    /**
     * All that have an address of a set: pods, nodes, and whoever is outside.
     *
     * @param addresses the set
     * @param text as written
     * @param location where
     */
    record Addressed(AddressSet addresses, String text, Location location) implements Crowd {
        @Override
        public String words() {
            return text;
        }
    }

    /** Every pod, and every address that no pod has. */
    record Everyone() implements Crowd {
        @Override
        public String words() {
            return "anyone";
        }
    }

    /** All of several. */
    record AnyOf(List<Crowd> crowds) implements Crowd {
        public AnyOf {
            crowds = List.copyOf(crowds);
        }

        @Override
        public String words() {
            return crowds.stream().map(Crowd::words).collect(Collectors.joining(" or "));
        }
    }

    /** Those of one who are not of another. */
    record Without(Crowd all, Crowd others) implements Crowd {
        @Override
        public String words() {
            return all.words() + " except " + others.words();
        }
    }
}
