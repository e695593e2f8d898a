package dev.tierwall.lab.validate;

import com.fasterxml.jackson.databind.JsonNode;

/** The rules of one kind that look at more than one field. */
interface KindRules {

    /**
     * Collects what is wrong.
     *
     * @param object the object as it will be
     * @param old the object as it is; missing if it is created
     */
    void check(JsonNode object, JsonNode old);

    static KindRules of(String kind, Causes causes) {
        return switch (kind) {
            case "NetworkPolicy" -> new PolicyRules(causes);
            case "Service" -> new ServiceRules(causes);
            case "Pod" -> new PodRules(causes);
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob" ->
                new WorkloadRules(causes);
            case "ConfigMap", "Secret" -> new DataRules(causes);
            default -> new OtherRules(causes);
        };
    }
}
