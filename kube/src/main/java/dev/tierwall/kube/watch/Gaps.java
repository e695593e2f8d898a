package dev.tierwall.kube.watch;

import dev.tierwall.core.model.Finding;
import dev.tierwall.core.model.Location;
import dev.tierwall.kube.watch.Resource.Need;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a user may not see, said once for all kinds that are missing in the same places. */
final class Gaps {

    private static final int SHOWN = 5;

    private final String file;
    private final Map<Need, Map<Gap, List<Resource>>> gaps = new EnumMap<>(Need.class);

    /**
     * Where a kind could be read although the whole cluster could not.
     *
     * @param read the namespaces that were read; for namespaces themselves, those of these names
     * @param forbidden the namespaces that are known and could not be read
     */
    record Gap(List<String> read, List<String> forbidden) {
        Gap {
            read = List.copyOf(read);
            forbidden = List.copyOf(forbidden);
        }
    }

    Gaps(String file) {
        this.file = file;
    }

    void add(Resource resource, Gap gap) {
        gaps.computeIfAbsent(resource.need(), need -> new LinkedHashMap<>())
                .computeIfAbsent(gap, same -> new ArrayList<>())
                .add(resource);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        gaps.forEach((need, byGap) -> byGap.forEach((gap, resources) -> findings.add(finding(need, gap, resources))));
        return findings;
    }

    private Finding finding(Need need, Gap gap, List<Resource> resources) {
        List<Resource> sorted = resources.stream().sorted().toList();
        String kinds = String.join(", ", sorted.stream().map(Resource::plural).toList());
        String but = gap.read.isEmpty() ? "" : " but in " + some(gap.read);
        String not = gap.forbidden.isEmpty() ? "" : ", not in " + some(gap.forbidden);
        String consequence = need == Need.ESSENTIAL ? ": verdicts may be wrong" : "";
        String rules = String.join(", ", sorted.stream().map(Gaps::rule).toList());
        return new Finding(
                need == Need.ESSENTIAL ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                new Location(file, 0, 0),
                "no leave to list " + kinds + but + not + consequence,
                "have this user granted the verb list in the whole cluster on " + rules);
    }

    /** A kind as kubectl writes it where RBAC is meant. */
    private static String rule(Resource resource) {
        return resource.group().isEmpty() ? resource.plural() : resource.plural() + "." + resource.group();
    }

    private static String some(List<String> names) {
        int shown = Math.min(names.size(), SHOWN);
        String rest = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
        return String.join(", ", names.subList(0, shown)) + rest;
    }
}
