/// Several models trained on the same data in the same way, and which of them is better, as far as
/// that can be told.
@NullMarked
package dev.loupe.train.compare;

import org.jspecify.annotations.NullMarked;
