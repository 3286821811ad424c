package dev.plumb.ice.agent;

import dev.plumb.ice.stun.Integrity;

/** Parameters of one side with the key that their password makes. */
record Credentials(IceParameters parameters, Integrity key) {
    Credentials(IceParameters parameters) {
        this(parameters, Integrity.ofPassword(parameters.password()));
    }

    String fragment() {
        return parameters.usernameFragment();
    }
}
