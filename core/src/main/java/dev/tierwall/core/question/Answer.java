package dev.tierwall.core.question;

import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.IpFamily;
import dev.tierwall.core.verdict.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * One answer, true of every source with every destination that it names.
 *
 * @param sources who opens the connection
 * @param destinations who accepts it
 * @param itself whether each of them is meant with itself alone
 * @param only the one family it is true of, where the answer differs by family
 * @param service the Service port that leads to the destinations, if a Service was asked
 * @param explanation the verdict and its reasons, for one source and one destination
 */
public record Answer(
        List<Member> sources,
        List<Member> destinations,
        boolean itself,
        Optional<IpFamily> only,
        Optional<Service.Port> service,
        Explanation explanation) {
    public Answer {
        sources = List.copyOf(sources);
        destinations = List.copyOf(destinations);
    }

    /** The same, said to be true of its family only. */
    Answer inItsFamily() {
        IpFamily family = explanation.flow().family();
        return new Answer(sources, destinations, itself, Optional.of(family), service, explanation);
    }

    public boolean isAllowed() {
        return explanation.isAllowed();
    }
}
