/* SPDX-License-Identifier: Apache-2.0 */
/* The source line of a place with a mark under what is meant, for terminals. */
#ifndef CPR_OUTPUT_TEXT_SOURCE_H
#define CPR_OUTPUT_TEXT_SOURCE_H

#include "finding/finding.h"
#include "output/sink.h"

#define CPR_SOURCE_CELLS 100 /* of a source line at most; of a longer one a window around the place is shown */

/* SGR sequences; empty strings for none. */
struct cpr_source_colors {
	const char *gutter, *mark, *off;
};

/* Two lines. Nothing for a place without a line. */
void cpr_text_source(struct cpr_sink *s, const struct cpr_where *w, const struct cpr_source_colors *colors);

#endif
