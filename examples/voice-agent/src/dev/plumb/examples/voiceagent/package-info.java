/** An agent that hears, answers and lets itself be interrupted, called from a browser's page. */
@NullMarked
package dev.plumb.examples.voiceagent;

import org.jspecify.annotations.NullMarked;
