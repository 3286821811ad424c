/** Playing what was received: from packets as they came to sound in time. For the floor above alone. */
@NullMarked
package dev.plumb.media.playout;

import org.jspecify.annotations.NullMarked;
