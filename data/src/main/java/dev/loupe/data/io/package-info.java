/// Bytes of files, read in order and with bounds; for the readers of this module alone.
@NullMarked
package dev.loupe.data.io;

import org.jspecify.annotations.NullMarked;
