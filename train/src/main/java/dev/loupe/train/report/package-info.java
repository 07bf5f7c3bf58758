/// The page that a training leaves: `report.html`; for Loupe's own use.
@NullMarked
package dev.loupe.train.report;

import org.jspecify.annotations.NullMarked;
