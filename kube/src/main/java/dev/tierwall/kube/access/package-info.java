/**
 * The way to an API server: kubeconfig files or a service account, credentials, TLS, and requests whose failures are
 * sentences that a person can act on.
 */
@NullMarked
package dev.tierwall.kube.access;

import org.jspecify.annotations.NullMarked;
