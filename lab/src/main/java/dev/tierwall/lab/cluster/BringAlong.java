package dev.tierwall.lab.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tierwall.core.net.Address;
import dev.tierwall.lab.ControlPlane;
import dev.tierwall.lab.http.Users;
import dev.tierwall.lab.net.Addresses;
import dev.tierwall.lab.net.NodeNetwork;
import dev.tierwall.lab.node.NodeContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a cluster has before anybody puts anything into it: its DNS, and the way to its API server from inside. */
public final class BringAlong {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static final int API_PORT = 6443;

    private BringAlong() {}

    /** The tokens of service accounts, one for each. */
    public static NodeContext.Tokens tokens(Users users) {
        Map<Users.User, String> given = new ConcurrentHashMap<>();
        return pod -> given.computeIfAbsent(
                Users.User.serviceAccount(pod.id().namespace(), pod.host().account()), users::give);
    }

    /** Makes the objects, and listens for pods where the first node is. */
    public static void into(ControlPlane plane, Lab lab) throws IOException {
        NodeNetwork first = lab.nodes().getFirst();
        Address address = first.addresses().getFirst();
        ServerSocketChannel socket = first.namespace().call(ServerSocketChannel::open);
        plane.listen(socket, new InetSocketAddress(Addresses.inet(address), API_PORT));
        for (String object : Texts.OBJECTS) {
            plane.create(read(object.replace("APISERVER", address.toString())));
        }
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** The objects as texts. */
    private static final class Texts {

        static final String[] OBJECTS = {"""
            {apiVersion: 'v1', kind: 'Service', metadata: {namespace: 'default', name: 'kubernetes',
              labels: {component: 'apiserver', provider: 'kubernetes'}},
              spec: {clusterIP: '10.96.0.1', ports: [{name: 'https', port: 443, protocol: 'TCP', targetPort: 6443}]}}""", """
            {apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: {namespace: 'default', name: 'kubernetes',
              labels: {'kubernetes.io/service-name': 'kubernetes'}}, addressType: 'IPv4',
              endpoints: [{addresses: ['APISERVER'], conditions: {ready: true}}],
              ports: [{name: 'https', port: 6443, protocol: 'TCP'}]}""", """
            {apiVersion: 'v1', kind: 'Service', metadata: {namespace: 'kube-system', name: 'kube-dns',
              labels: {'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS'}},
              spec: {clusterIP: '10.96.0.10', selector: {'k8s-app': 'kube-dns'}, ports: [
                {name: 'dns', port: 53, protocol: 'UDP', targetPort: 53},
                {name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53}]}}""", """
            {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {namespace: 'kube-system', name: 'coredns',
              labels: {'k8s-app': 'kube-dns'}}, spec: {replicas: 2, selector: {matchLabels: {'k8s-app': 'kube-dns'}},
              template: {metadata: {labels: {'k8s-app': 'kube-dns'}}, spec: {containers: [{name: 'coredns',
                image: 'registry.k8s.io/coredns/coredns:v1.12.0', ports: [
                  {name: 'dns', containerPort: 53, protocol: 'UDP'},
                  {name: 'dns-tcp', containerPort: 53, protocol: 'TCP'}]}]}}}}"""};
    }
}
