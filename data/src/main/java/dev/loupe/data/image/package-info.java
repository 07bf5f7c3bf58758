/// Pictures: reading files, resizing, cropping, folders of classes.
@NullMarked
package dev.loupe.data.image;

import org.jspecify.annotations.NullMarked;
