/// Datasets: what they hold, where they come from, and how they become batches.
@NullMarked
package dev.loupe.data;

import org.jspecify.annotations.NullMarked;
