/// NumPy files: single arrays and archives of them.
@NullMarked
package dev.loupe.data.array;

import org.jspecify.annotations.NullMarked;
