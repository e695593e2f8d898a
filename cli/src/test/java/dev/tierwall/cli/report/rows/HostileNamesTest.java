package dev.tierwall.cli.report.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tierwall.cli.frame.DataWriter;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Paint;
import dev.tierwall.cli.report.naming.PartyNames;
import dev.tierwall.core.connectivity.Connectivity;
import dev.tierwall.core.connectivity.Wanted;
import dev.tierwall.core.label.Labels;
import dev.tierwall.core.model.Location;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Snapshot;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.policy.PolicyCompiler;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A name that no API server would take is shown as it is, and breaks nothing. */
class HostileNamesTest {

    private static final String NAME = "a,\"b\"|<i>\\*\n\u001b[31mc";

    private final CompiledPolicy policy = PolicyCompiler.compile(Snapshot.of(List.of(pod(NAME), pod("web"))));
    private final Connectivity connectivity = Connectivity.of(policy);
    private final PartyNames names = new PartyNames(connectivity.allParties(), 6);

    @Test
    void csvQuotesIt() {
        assertThat(CsvList.cell(NAME)).startsWith("\"a,\"\"b\"\"|").endsWith("\"");
        assertThat(CsvList.cell("plain/name")).isEqualTo("plain/name");
        assertThat(CsvList.cell(" spaces ")).isEqualTo("\" spaces \"");
        assertThat(print(new CsvList(names))).contains("Pod,shop,\"a,\"\"b\"\"|");
    }

    @Test
    void markdownShowsItWithoutMarkup() {
        assertThat(MarkdownList.escaped(NAME)).startsWith("a,\"b\"\\|\\<i\\>\\\\\\* ");
        assertThat(print(new MarkdownList(names)).lines()).allMatch(line -> line.startsWith("|") && line.endsWith("|"));
    }

    @Test
    void aTableDoesNotSteerTheTerminal() {
        String table = print(new TextList(names, Paint.PLAIN));
        assertThat(table).doesNotContain("\u001b").contains("\uFFFD[31mc");
        assertThat(table.lines().count()).isEqualTo(1 + connectivity.countRows(Wanted.ALL));
    }

    @Test
    void jsonAndYamlHoldEveryCharacterOfIt() {
        for (ListWriter writer : List.of(new JsonList(), new TreeList(Format.JSON))) {
            Map<?, ?> document = (Map<?, ?>) JsonRows.read(print(writer));
            assertThat(document.get("connections").toString()).contains("name=" + NAME);
        }
        assertThat(print(new TreeList(Format.YAML))).contains("\"a,\\\"b\\\"|<i>\\\\*\\n\\e[31mc\"");
    }

    @Test
    void millionsOfRowsTakeNoMoreMemoryThanAFew() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            pods.add(pod("pod-" + i));
        }
        CompiledPolicy large = PolicyCompiler.compile(Snapshot.of(pods));
        Connectivity all = Connectivity.of(large);
        for (ListWriter writer :
                List.of(new JsonList(), new TextList(new PartyNames(all.allParties(), 6), Paint.PLAIN))) {
            Listing listing = listing(large, all);
            Watched watched = new Watched();
            writer.write(listing, new DataWriter(watched));
            assertThat(watched.written).isGreaterThan(50_000_000L);
            assertThat(watched.longest).isLessThanOrEqualTo(1 << 16);
        }
    }

    /** Counts what is written, and how much of it at once. */
    private static final class Watched extends OutputStream {
        private long written;
        private int longest;

        @Override
        public void write(int value) {
            write(new byte[1], 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written += length;
            longest = Math.max(longest, length);
        }
    }

    private String print(ListWriter writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataWriter out = new DataWriter(bytes);
        writer.write(listing(policy, connectivity), out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Listing listing(CompiledPolicy policy, Connectivity connectivity) {
        Listing.Style style = new Listing.Style(false, false, true);
        return new Listing(policy, connectivity, Wanted.ALL, List.of(), List.of(), style);
    }

    private static Pod pod(String name) {
        ObjectKey key = new ObjectKey(Pod.KIND, "shop", name);
        return new Pod(
                key, Labels.NONE, List.of(), List.of(), false, Pod.State.RUNNING, Optional.empty(), key, Location.NONE);
    }
}
