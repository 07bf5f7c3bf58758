/// Pictures: reading, resizing, folders of them as datasets, and sheets that show samples.
@NullMarked
package dev.loupe.data.image;

import org.jspecify.annotations.NullMarked;
