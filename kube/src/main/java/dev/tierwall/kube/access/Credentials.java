package dev.tierwall.kube.access;

import dev.tierwall.kube.access.Credential.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Makes the source of credentials that a kubeconfig's user describes, in kubectl's order of preference. */
final class Credentials {

    private Credentials() {}

    /**
     * A user of a kubeconfig, in the surroundings that matter to it.
     *
     * @param name the user's name in the kubeconfig
     * @param entry what is said about the user
     * @param cluster the cluster it is used with
     * @param context the context that puts the two together
     */
    record User(String name, ConfigEntry entry, ConfigEntry cluster, String context) {
        String described() {
            return "user \"" + name + "\" in " + entry.file();
        }
    }

    static CredentialSource of(User user, Environment environment) throws ClusterException {
        ConfigEntry entry = user.entry();
        Credential base = Credential.NONE;
        Optional<ClientCertificate> certificate = certificate(user);
        if (certificate.isPresent()) {
            base = base.withCertificate(certificate.get());
        }
        Optional<Path> tokenFile = entry.path("tokenFile");
        if (tokenFile.isPresent()) {
            return new FromFile(tokenFile.get(), base, "the token of " + user.described());
        }
        Optional<String> token = entry.text("token");
        if (token.isPresent()) {
            return new Fixed(base.withAuthorization("Bearer " + token.get()), "the token of " + user.described());
        }
        Optional<String> name = entry.text("username");
        if (name.isPresent()) {
            String pair = name.get() + ":" + entry.text("password").orElse("");
            String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return new Fixed(base.withAuthorization("Basic " + basic), "the password of " + user.described());
        }
        Optional<ConfigEntry> exec = entry.entry("exec");
        if (exec.isPresent()) {
            return new ExecPlugin(exec.get(), user, base, environment);
        }
        Optional<ConfigEntry> provider = entry.entry("auth-provider");
        if (provider.isPresent()) {
            return OidcProvider.of(provider.get(), user, base);
        }
        String what = certificate.isPresent() ? "the client certificate of " : "the lack of credentials of ";
        return new Fixed(base, what + user.described());
    }

    /** A token that somebody else keeps fresh in a file. */
    static CredentialSource ofTokenFile(Path file, String description) {
        return new FromFile(file, Credential.NONE, description);
    }

    private static Optional<ClientCertificate> certificate(User user) throws ClusterException {
        Optional<byte[]> chain = user.entry().dataOrFile("client-certificate");
        Optional<byte[]> key = user.entry().dataOrFile("client-key");
        if (chain.isPresent() != key.isPresent()) {
            throw new ClusterException(user.described() + " has a client "
                    + (chain.isPresent() ? "certificate without its key" : "key without its certificate")
                    + "; give both, or neither");
        }
        return chain.map(bytes -> new ClientCertificate(bytes, key.orElseThrow(), user.described()));
    }

    /** Always the same credential. */
    private record Fixed(Credential credential, String description) implements CredentialSource {
        @Override
        public Credential get() {
            return credential;
        }

        @Override
        public Credential renew(Credential refused) {
            return credential;
        }
    }

    /** The token that the file holds at the moment. */
    private record FromFile(Path file, Credential base, String description) implements CredentialSource {
        @Override
        public Credential renew(Credential refused) throws ClusterException {
            return get();
        }

        @Override
        public Credential get() throws ClusterException {
            return base.withAuthorization("Bearer " + LocalFiles.line(file, "token"));
        }
    }
}
