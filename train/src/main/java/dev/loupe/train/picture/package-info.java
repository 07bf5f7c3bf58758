/// How pictures of results look; for Loupe's own use.
@NullMarked
package dev.loupe.train.picture;

import org.jspecify.annotations.NullMarked;
