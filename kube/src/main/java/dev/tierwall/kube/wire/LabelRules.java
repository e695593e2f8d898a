package dev.tierwall.kube.wire;

import dev.tierwall.core.label.Labels;
import dev.tierwall.core.label.Requirement;
import dev.tierwall.core.label.Requirement.Operator;
import dev.tierwall.core.label.Selector;
import dev.tierwall.core.model.Location;
import dev.tierwall.kube.tree.Node;
import dev.tierwall.kube.tree.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads labels and label selectors, and judges their keys and values. */
public final class LabelRules {

    private LabelRules() {}

    /** The labels of an object; those that the API server would refuse are reported and left out. */
    static Labels labels(Fields fields, String field) {
        if (!fields.has(field)) {
            return Labels.NONE;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Node.Entry entry : fields.strings(field)) {
            if (isLabel(entry, fields.problems())) {
                labels.put(entry.key(), text(entry));
            }
        }
        return Labels.of(labels);
    }

    private static String text(Node.Entry entry) {
        return entry.value() instanceof Node.Text text ? text.value() : "";
    }

    private static boolean isLabel(Node.Entry entry, Problems problems) {
        boolean key = isKey(entry.key(), entry.line(), entry.column(), problems);
        return isValue(text(entry), entry.value(), problems) && key;
    }

    private static boolean isKey(String key, int line, int column, Problems problems) {
        String problem = Names.labelKeyProblem(key);
        if (!problem.isEmpty()) {
            Location at = problems.at(line, column);
            problems.error(at, "the label key " + Spelling.quoted(key) + " " + problem, "no object can carry it");
        }
        return problem.isEmpty();
    }

    private static boolean isValue(String value, Node node, Problems problems) {
        String problem = Names.labelValueProblem(value);
        if (!problem.isEmpty()) {
            problems.error(
                    problems.at(node),
                    "the label value " + Spelling.quoted(value) + " " + problem,
                    "no object can carry it");
        }
        return problem.isEmpty();
    }

    /** The selector in a field; everything if the field is absent. Faulty requirements are reported and left out. */
    public static Selector selector(Fields fields, String field) {
        Fields selector = fields.mapping(field);
        return selector == null ? Selector.EVERYTHING : selector(selector);
    }

    private static Selector selector(Fields selector) {
        selector.only("matchLabels", "matchExpressions");
        List<Requirement> requirements = new ArrayList<>();
        for (Node.Entry entry : selector.strings("matchLabels")) {
            if (isLabel(entry, selector.problems())) {
                requirements.add(Requirement.equal(entry.key(), text(entry)));
            }
        }
        for (Fields expression : selector.mappings("matchExpressions", "an entry of `matchExpressions`")) {
            requirement(expression, requirements);
        }
        return new Selector(requirements);
    }

    /** The selector of a Service: labels that must all be there, without further operators. */
    static Selector plainSelector(Fields fields, String field) {
        Labels labels = labels(fields, field);
        List<Requirement> requirements = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            requirements.add(Requirement.equal(labels.key(i), labels.value(i)));
        }
        return new Selector(requirements);
    }

    private static void requirement(Fields expression, List<Requirement> requirements) {
        Problems problems = expression.problems();
        int before = problems.errors();
        expression.only("key", "operator", "values");
        Node.Text key = expression.text("key");
        if (key != null) {
            isKey(key.value(), key.line(), key.column(), problems);
        } else if (!expression.has("key")) {
            expression.missing("key", "add the label key that the values belong to");
        }
        List<String> values = new ArrayList<>();
        for (Node.Text value : expression.texts("values")) {
            if (isValue(value.value(), value, problems)) {
                values.add(value.value());
            }
        }
        Operator operator = operator(expression);
        if (operator != null) {
            boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
            boolean given = !expression.list("values").isEmpty();
            if (takesValues && !given) {
                problems.error(
                        expression.at("values"),
                        "the operator " + operator.label() + " needs `values`",
                        "list the values, or use Exists or DoesNotExist to ask for the key alone");
            } else if (!takesValues && given) {
                problems.error(
                        expression.at("values"),
                        "the operator " + operator.label() + " takes no `values`",
                        "remove them, or use In or NotIn");
            }
        }
        if (key != null && operator != null && problems.errors() == before) {
            requirements.add(new Requirement(key.value(), operator, values));
        }
    }

    private static @Nullable Operator operator(Fields expression) {
        Node.Text written = expression.text("operator");
        if (written == null) {
            if (!expression.has("operator")) {
                expression.missing("operator", "add one of In, NotIn, Exists, DoesNotExist");
            }
            return null;
        }
        for (Operator operator : Operator.values()) {
            if (operator.label().equals(written.value())) {
                return operator;
            }
        }
        String meant = Spelling.nearest(written.value(), "In", "NotIn", "Exists", "DoesNotExist");
        expression
                .problems()
                .error(
                        expression.at("operator"),
                        Spelling.quoted(written.value()) + " is no operator of label selectors",
                        meant.isEmpty()
                                ? "use one of In, NotIn, Exists, DoesNotExist"
                                : "did you mean `" + meant + "`?");
        return null;
    }
}
