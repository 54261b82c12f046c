/* SPDX-License-Identifier: Apache-2.0 */
/* What default-1 levels beyond normalisation form KC. For fold.c. */
#ifndef CPR_TEXT_FOLD_LEVEL_H
#define CPR_TEXT_FOLD_LEVEL_H

#include <stdbool.h>
#include <stdint.h>

/* The character that stands for c: a dash for any dash, a quote for any quote; c itself for most. */
uint32_t cpr_fold_level(uint32_t c);
/* Marks that decorate: overlays, lines below, enclosing shapes. They compose with nothing and change no letter. */
bool cpr_fold_decoration(uint32_t c);

#endif
