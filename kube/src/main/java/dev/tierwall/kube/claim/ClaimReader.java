package dev.tierwall.kube.claim;

import dev.tierwall.core.claim.Claim;
import dev.tierwall.core.claim.Claim.Expectation;
import dev.tierwall.core.claim.ClaimedPorts;
import dev.tierwall.core.claim.Crowd;
import dev.tierwall.core.naming.AskedPort;
import dev.tierwall.kube.claim.CrowdReader.Side;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import dev.tierwall.kube.tree.TreeSink;
import dev.tierwall.kube.wire.Fields;
import dev.tierwall.kube.wire.Spelling;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the documents of one file apart into claims. */
final class ClaimReader implements TreeSink {
    private static final String API_VERSION = "tierwall.dev/v1";
    private static final String KIND = "PolicyTest";

    private final Problems problems;
    private final List<Claim> claims;
    private final CrowdReader crowds;
    private final PortReader ports;
    private int documents;

    ClaimReader(Problems problems, List<Claim> claims) {
        this.problems = problems;
        this.claims = claims;
        this.crowds = new CrowdReader(problems);
        this.ports = new PortReader(problems);
    }

    /** How many documents held anything at all. */
    int documents() {
        return documents;
    }

    /** Items are of lists of objects, which are none of ours; their document is told about. */
    @Override
    public void item(Node.Mapping head, Node item) {}

    @Override
    public void document(Node root, boolean complete) {
        if (root instanceof Node.Null) {
            return;
        }
        documents++;
        Fields fields = complete ? Fields.of(root, "the document", problems) : null;
        if (fields == null || !isOurs(fields)) {
            return;
        }
        fields.only("apiVersion", "kind", "assertions");
        if (!fields.has("assertions")) {
            fields.missing("assertions", "add `assertions:` with a list below it");
        }
        for (Node node : fields.list("assertions")) {
            Fields assertion = Fields.of(node, "an assertion", problems);
            if (assertion != null) {
                assertion(assertion);
            }
        }
    }

    private boolean isOurs(Fields fields) {
        boolean kind = is(fields, "kind", KIND);
        return is(fields, "apiVersion", API_VERSION) && kind;
    }

    private boolean is(Fields fields, String field, String wanted) {
        Node.Text written = fields.text(field);
        if (written == null) {
            if (!fields.has(field)) {
                fields.missing(field, "add `" + field + ": " + wanted + "`");
            }
            return false;
        }
        if (!written.value().equals(wanted)) {
            String meant = Spelling.nearest(written.value(), wanted);
            problems.error(
                    problems.at(written),
                    "the `" + field + "` of assertions is " + wanted + ", not " + Spelling.quoted(written.value()),
                    meant.isEmpty()
                            ? "give manifests with -f, and files of assertions alone"
                            : "did you mean `" + meant + "`?");
            return false;
        }
        return true;
    }

    private void assertion(Fields assertion) {
        int before = problems.errors();
        assertion.only("name", "expect", "from", "to", "ports");
        Node.Text name = assertion.text("name");
        Expectation expectation = expectation(assertion);
        Side from = side(assertion, "from", false);
        Side to = side(assertion, "to", true);
        ClaimedPorts claimed = ports(assertion, expectation, to == null ? new AskedPort.Declared() : to.port());
        if (expectation == null || from == null || to == null) {
            return;
        }
        if (claimed != null && problems.errors() == before) {
            claims.add(new Claim(
                    name == null ? "" : name.value(),
                    expectation,
                    from.crowd(),
                    to.crowd(),
                    claimed,
                    assertion.location()));
        }
    }

    private @Nullable Expectation expectation(Fields assertion) {
        String[] words =
                Arrays.stream(Expectation.values()).map(Expectation::label).toArray(String[]::new);
        Node.Text written = assertion.text("expect");
        if (written == null) {
            if (!assertion.has("expect")) {
                assertion.missing("expect", "add one of " + String.join(", ", words));
            }
            return null;
        }
        for (Expectation expectation : Expectation.values()) {
            if (expectation.label().equals(written.value())) {
                return expectation;
            }
        }
        String meant = Spelling.nearest(written.value(), words);
        problems.error(
                problems.at(written),
                Spelling.quoted(written.value()) + " cannot be expected",
                meant.isEmpty() ? "write one of " + String.join(", ", words) : "did you mean `" + meant + "`?");
        return null;
    }

    private @Nullable Side side(Fields assertion, String field, boolean withPort) {
        Node value = assertion.value(field);
        if (value == null) {
            assertion.missing(field, "say who, as in `" + field + ": shop/web` or `" + field + ": {namespace: shop}`");
            return null;
        }
        if (withPort && value instanceof Node.Text text) {
            return crowds.destination(text);
        }
        Crowd crowd = crowds.crowd(value);
        return crowd == null ? null : new Side(crowd, new AskedPort.Declared());
    }

    private @Nullable ClaimedPorts ports(Fields assertion, @Nullable Expectation expectation, AskedPort asked) {
        Node written = assertion.value("ports");
        if (!(asked instanceof AskedPort.Declared)) {
            if (written != null) {
                problems.error(
                        problems.at(written), "the ports are given twice", "leave out `ports`, or the port after `to`");
                return null;
            }
            return ports.of(asked, assertion.at("to"));
        }
        if (written == null) {
            return expectation == Expectation.ALLOWED ? new ClaimedPorts.Declared() : new ClaimedPorts.All();
        }
        return ports.of(written);
    }
}
