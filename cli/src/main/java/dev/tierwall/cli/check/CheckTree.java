package dev.tierwall.cli.check;

import dev.tierwall.cli.output.DecisionTree;
import dev.tierwall.cli.output.Format;
import dev.tierwall.cli.output.Tree;
import dev.tierwall.core.model.ObjectKey;
import dev.tierwall.core.model.Pod;
import dev.tierwall.core.model.Service;
import dev.tierwall.core.net.AddressRange;
import dev.tierwall.core.net.AddressSet;
import dev.tierwall.core.policy.CompiledPolicy;
import dev.tierwall.core.question.Answer;
import dev.tierwall.core.question.Answers;
import dev.tierwall.core.question.Inquiry;
import dev.tierwall.core.question.Member;
import dev.tierwall.core.verdict.Explanation;
import dev.tierwall.core.verdict.Explanation.NearMiss;
import dev.tierwall.core.verdict.Explanation.Side;
import dev.tierwall.core.verdict.Flow;
import dev.tierwall.core.verdict.Mismatch;
import dev.tierwall.core.words.MismatchWords;
import dev.tierwall.core.words.ReasonWords;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Writes answers for a program: docs/schemas/check-result.json. */
final class CheckTree {
    private final ReasonWords reasons;
    private final DecisionTree decisions;

    CheckTree(CompiledPolicy policy) {
        this.reasons = new ReasonWords(policy);
        this.decisions = new DecisionTree(reasons.rules());
    }

    void write(Answers answers, Inquiry inquiry, Format format, PrintWriter out) {
        Tree tree = Tree.document(format, out, "CheckResult");
        tree.field("source", inquiry.source());
        tree.field("destination", inquiry.destination());
        tree.field("allowed", answers.isAllowed());
        tree.name("answers");
        tree.beginArray();
        Who who = new Who(answers);
        answers.answers().forEach(answer -> write(answer, who, tree));
        tree.end();
        if (!answers.remarks().isEmpty()) {
            tree.field("remarks", answers.remarks());
        }
        tree.close();
    }

    private void write(Answer answer, Who who, Tree tree) {
        Explanation explanation = answer.explanation();
        Flow flow = explanation.flow();
        tree.beginObject();
        tree.field("allowed", answer.isAllowed());
        members("sources", answer.sources(), tree);
        members("destinations", answer.destinations(), tree);
        if (answer.itself()) {
            tree.field("itself", true);
        }
        answer.only().ifPresent(family -> tree.field("family", family.label()));
        tree.field("protocol", flow.protocol().name());
        tree.field("port", flow.port());
        answer.service().ifPresent(port -> service(port, tree));
        Who.Named source = who.sourceIn(answer);
        Who.Named destination = who.destinationIn(answer);
        tree.name("egress");
        side(explanation.egress(), source, new Peer(flow, destination), tree);
        tree.name("ingress");
        side(explanation.ingress(), destination, new Peer(flow, source), tree);
        tree.end();
    }

    private static void service(Service.Port port, Tree tree) {
        tree.name("servicePort");
        tree.beginLine();
        if (!port.name().isEmpty()) {
            tree.field("name", port.name());
        }
        tree.field("protocol", port.protocol().name());
        tree.field("port", port.number());
        tree.end();
    }

    /** Pods and nodes one by one, all other addresses as one block. */
    private static void members(String name, List<Member> members, Tree tree) {
        tree.name(name);
        tree.beginArray();
        AddressSet others = AddressSet.EMPTY;
        for (Member member : members) {
            switch (member) {
                case Member.OfPod(Pod pod) -> tree.key(pod.key());
                case Member.OfAddresses some when some.node().isEmpty() -> others = others.union(some.addresses());
                case Member.OfAddresses some -> block(some.addresses(), some.node(), tree);
            }
        }
        if (!others.isEmpty()) {
            block(others, Optional.empty(), tree);
        }
        tree.end();
    }

    private static void block(AddressSet addresses, Optional<String> node, Tree tree) {
        tree.beginLine();
        tree.field("kind", "IPBlock");
        tree.field(
                "ranges",
                addresses.ranges().stream().map(AddressRange::toString).toList());
        node.ifPresent(name -> tree.field("node", name));
        tree.end();
    }

    /** The other side of a flow. */
    private record Peer(Flow flow, Who.Named named) {}

    private void side(Side side, Who.Named subject, Peer peer, Tree tree) {
        tree.beginObject();
        tree.field("allowed", side.allowed());
        tree.field("reason", reasons.reason(side.decision(), subject.end(), side.direction(), subject.name()));
        tree.name("decision");
        decisions.decision(side.decision(), tree);
        if (!side.passed().isEmpty()) {
            tree.name("passed");
            tree.beginArray();
            side.passed().forEach(passed -> decisions.decision(passed, tree));
            tree.end();
        }
        if (!side.isolatedBy().isEmpty()) {
            tree.name("isolatedBy");
            tree.beginArray();
            side.isolatedBy().forEach(key -> policy(key, tree));
            tree.end();
        }
        if (!side.nearest().isEmpty()) {
            tree.name("nearest");
            tree.beginArray();
            side.nearest().forEach(miss -> nearest(miss, peer, tree));
            tree.end();
        }
        tree.end();
    }

    private void policy(ObjectKey key, Tree tree) {
        tree.beginLine();
        tree.field("kind", key.kind());
        if (!key.namespace().isEmpty()) {
            tree.field("namespace", key.namespace());
        }
        tree.field("name", key.name());
        reasons.rules().location(key).ifPresent(location -> tree.field("location", location));
        tree.end();
    }

    private void nearest(NearMiss miss, Peer peer, Tree tree) {
        tree.beginObject();
        decisions.rule(miss.rule(), miss.peer(), tree);
        tree.field("location", miss.location());
        tree.name("mismatches");
        tree.beginArray();
        for (Mismatch mismatch : miss.mismatches()) {
            tree.beginLine();
            tree.field("kind", mismatch.getClass().getSimpleName());
            tree.field(
                    "message",
                    MismatchWords.of(
                            mismatch,
                            peer.flow(),
                            peer.named().end(),
                            peer.named().name()));
            tree.end();
        }
        tree.end();
        tree.end();
    }
}
