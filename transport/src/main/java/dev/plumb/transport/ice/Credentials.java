package dev.plumb.transport.ice;

import dev.plumb.transport.stun.Integrity;

/** Parameters of one side with the key that their password makes. */
record Credentials(IceParameters parameters, Integrity key) {
    Credentials(IceParameters parameters) {
        this(parameters, Integrity.ofPassword(parameters.password()));
    }

    String fragment() {
        return parameters.usernameFragment();
    }
}
