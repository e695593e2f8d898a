package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tierwall.core.net.Cidr;
import java.util.Optional;

/** NetworkPolicies: peers, blocks of addresses and ranges of ports. */
final class PolicyRules implements KindRules {

    private static final String CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private final Causes causes;
    private final Checks checks;

    PolicyRules(Causes causes) {
        this.causes = causes;
        this.checks = new Checks(causes);
    }

    @Override
    public void check(JsonNode object, JsonNode old) {
        JsonNode spec = object.path("spec");
        rules(spec.path("ingress"), "from", "spec.ingress");
        rules(spec.path("egress"), "to", "spec.egress");
        if (spec.path("policyTypes").size() > 2) {
            causes.invalid("spec.policyTypes", spec.path("policyTypes"), "may not specify more than two policyTypes");
        }
    }

    private void rules(JsonNode rules, String peers, String path) {
        for (int i = 0; i < rules.size(); i++) {
            JsonNode ports = rules.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                port(ports.get(j), path + "[" + i + "].ports[" + j + "]");
            }
            for (int j = 0; j < rules.get(i).path(peers).size(); j++) {
                peer(rules.get(i).path(peers).get(j), path + "[" + i + "]." + peers + "[" + j + "]");
            }
        }
    }

    private void port(JsonNode port, String path) {
        JsonNode number = port.path("port");
        JsonNode end = port.path("endPort");
        if (!number.isMissingNode()) {
            checks.run("port-or-name", number, path + ".port");
        }
        if (end.isMissingNode()) {
            return;
        }
        if (number.isMissingNode()) {
            causes.invalid(path + ".endPort", end, "may not be specified when `port` is not specified");
        } else if (number.isTextual()) {
            causes.invalid(path + ".endPort", end, "may not be specified when `port` is non-numeric");
        } else {
            if (end.asLong() < number.asLong()) {
                causes.invalid(path + ".endPort", end, "must be greater than or equal to `port`");
            }
            checks.port(end, path + ".endPort");
        }
    }

    private void peer(JsonNode peer, String path) {
        if (peer.isEmpty()) {
            causes.required(path, "must specify a peer");
        } else if (peer.size() > 1 && peer.has("ipBlock")) {
            causes.forbidden(path, "may not specify both ipBlock and another peer");
        }
        if (peer.has("ipBlock")) {
            block(peer.path("ipBlock"), path + ".ipBlock");
        }
    }

    private void block(JsonNode block, String path) {
        if (block.path("cidr").asText().isEmpty()) {
            causes.required(path + ".cidr", "");
            return;
        }
        Optional<Cidr> whole = cidr(block.path("cidr"), path + ".cidr");
        for (int i = 0; i < block.path("except").size(); i++) {
            JsonNode written = block.path("except").get(i);
            String at = path + ".except[" + i + "]";
            Optional<Cidr> part = cidr(written, at);
            if (whole.isPresent() && part.isPresent() && !isWithin(part.get(), whole.get())) {
                causes.invalid(at, written, "must be a strict subset of `cidr`");
            }
        }
    }

    private static boolean isWithin(Cidr part, Cidr whole) {
        return part.family() == whole.family()
                && part.prefix() > whole.prefix()
                && new Cidr(part.base(), whole.prefix()).equals(whole);
    }

    /** Old fields take numbers with leading zeros, and read them in base ten. */
    private Optional<Cidr> cidr(JsonNode written, String path) {
        String text = written.asText();
        boolean isOldForm = text.indexOf(':') < 0;
        Optional<Cidr> cidr = Cidr.parse(isOldForm ? text.replaceAll("(?<![0-9])0+(?=[0-9])", "") : text);
        if (cidr.isEmpty()) {
            causes.invalid(path, written, CIDR);
        }
        return cidr;
    }
}
