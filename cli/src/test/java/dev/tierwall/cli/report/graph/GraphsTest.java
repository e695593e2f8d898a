package dev.tierwall.cli.report.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.report.rows.ListWriter;
import dev.tierwall.cli.report.rows.Listing;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures stay well formed and readable, whatever things are called and however many there are. */
class GraphsTest {

    /** Ends a text, a line, a comment or an element in one of the languages. */
    private static final String HOSTILE = "a\"b\\c]|<script>&]]>--;\u0001\n}%";

    private static Pod pod(String namespace, String name) {
        ObjectKey key = new ObjectKey(Pod.KIND, namespace, name);
        return new Pod(
                key, Labels.NONE, List.of(), List.of(), false, Pod.State.RUNNING, Optional.empty(), key, Location.NONE);
    }

    private static String drawn(ListWriter writer, List<Pod> pods) {
        CompiledPolicy policy = PolicyCompiler.compile(Snapshot.of(pods));
        Listing listing = new Listing(
                policy,
                Connectivity.of(policy),
                Wanted.ALL,
                List.of(),
                List.of(),
                new Listing.Style(false, false, true));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataWriter out = new DataWriter(bytes);
        writer.write(listing, out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void svgIsXmlWithATitleAndADescriptionWhateverThingsAreCalled() throws Exception {
        Document document = parsed(drawn(new SvgGraph(), List.of(pod(HOSTILE, HOSTILE), pod("shop", "web"))));
        Element root = document.getDocumentElement();
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).startsWith("Who can connect");
        assertThat(root.getElementsByTagName("desc").item(0).getTextContent()).contains("shop/web to internet: all");
        assertThat(root.getElementsByTagName("script").getLength()).isZero();
        assertThat(root.getElementsByTagName("text").getLength()).isGreaterThan(4);
    }

    @Test
    void dotAndMermaidKeepHostileNamesInsideTheirQuotes() {
        List<Pod> pods = List.of(pod(HOSTILE, HOSTILE), pod("shop", "web"));
        assertThat(drawn(new DotGraph(), pods).lines().filter(line -> line.contains("script")))
                .isNotEmpty()
                .allMatch(line -> line.strip().matches("(label=|n\\d+ \\[label=)\"([^\"\\\\]|\\\\.)*\"\\]?;"));
        assertThat(drawn(new MermaidGraph(), pods).lines().filter(line -> line.contains("script")))
                .isNotEmpty()
                .allMatch(line -> line.strip().matches("(subgraph c\\d+|n\\d+)\\[\"[^\"<>&]*\"\\]"));
    }

    @Test
    void podsThatConnectAlikeShareABoxAndReachOneAnother() {
        String dot = drawn(new DotGraph(), List.of(pod("shop", "a"), pod("shop", "b"), pod("shop", "c")));
        assertThat(dot).contains("n0 [label=\"a\\nb\\nc\"];").contains("n0 -> n0 [label=\"all\"];");
    }

    @Test
    void aPodAloneHasNoArrowToItself() {
        assertThat(drawn(new DotGraph(), List.of(pod("shop", "a")))).doesNotContain("n0 -> n0");
    }

    @Test
    void moreNamespacesThanCanBeShownApartAreOneBoxEach() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            pods.add(pod("team" + i % 200, "pod" + i));
        }
        String dot = drawn(new DotGraph(), pods);
        assertThat(dot.lines().filter(line -> line.contains("subgraph"))).hasSize(200);
        assertThat(dot.lines().filter(line -> line.contains("->")).count()).isLessThan(40_402);
    }
}
