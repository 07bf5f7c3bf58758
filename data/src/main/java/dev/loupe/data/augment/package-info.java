/// Variations of samples, drawn anew in each epoch, and the text that names them.
@NullMarked
package dev.loupe.data.augment;

import org.jspecify.annotations.NullMarked;
