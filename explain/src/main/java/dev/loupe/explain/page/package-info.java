/// Pages for a browser: one file each, with pictures, charts and tables inside.
@NullMarked
package dev.loupe.explain.page;

import org.jspecify.annotations.NullMarked;
