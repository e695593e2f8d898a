package dev.tierwall.lab.pods;

/**
 * A container of a pod.
 *
 * @param namespace the pod's namespace
 * @param pod the pod's name
 * @param container the container's name
 */
public record ContainerTarget(String namespace, String pod, String container) {}
