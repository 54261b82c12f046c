/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the reader of patterns tells, item by item, and what is made of it: the literals that every match holds, the cost of
 * a start position, texts for the trial, and refusals that need no more than the items. Syntax is pattern_read.c's.
 */
#ifndef CPR_TEXT_PATTERN_BUILD_H
#define CPR_TEXT_PATTERN_BUILD_H

#include "text/fold.h"
#include "text/pattern_read.h"

#define CPR_CHARS_MAX 16

/* One character out of a class, as far as it is known. */
struct cpr_chars {
	uint32_t c[CPR_CHARS_MAX];
	uint8_t n;
	bool negated; /* any but these */
	bool open;    /* these, and nobody knows which others */
	bool several; /* \X: any number of characters */
};

/* A number of bytes that lies somewhere in between; max may be CPR_FAR. */
struct cpr_span {
	uint32_t min, max;
};

/* Literals of which every match holds one, and how far behind its beginning; set.n == 0: not known. */
struct cpr_needle {
	struct cpr_literal_set set;
	struct cpr_span at;
};

/* What is known of a piece of the pattern. */
struct cpr_piece {
	bool exact;                        /* it matches the strings of head and no others */
	bool wide_head, wide_tail;         /* may begin, end with a character that is not ASCII */
	uint64_t cost, ways;               /* steps to try it in every way from one place; in how many it can end */
	struct cpr_literal_set head, tail; /* begins, ends with one of these */
	struct cpr_span bytes;             /* its length */
	struct cpr_needle best;            /* holds one of these */
	struct cpr_needle brief;           /* and one of these; few, for when those of several branches must fit into one set */
	bool one_sort;                     /* nothing but a number of characters of this class */
	struct cpr_chars chars;
	uint8_t sample_n;
	char sample[CPR_PUMP_BYTES];       /* text that it matches, more or less */
};

enum cpr_item { CPR_ITEM_NONE, CPR_ITEM_LITERAL, CPR_ITEM_ZERO_WIDTH, CPR_ITEM_PIECE };
enum cpr_group { CPR_GROUP_PLAIN, CPR_GROUP_ATOMIC, CPR_GROUP_LOOK };

/* A group that is being read, or the whole pattern. */
struct cpr_frame {
	struct cpr_frame *up;
	enum cpr_group kind;
	bool extended;           /* (?x) */
	bool boundary;           /* \b stands before the group */
	bool more;               /* an alternative was read before */
	struct cpr_piece sum;    /* of the alternatives before */
	bool begun;              /* the branch has its first item */
	bool broken;             /* the branch is no longer exact; its head is done */
	bool after_chars;        /* the branch ends with a number of characters of one class */
	struct cpr_chars chars;
	uint64_t ways_before;    /* them */
	struct cpr_piece branch; /* in the making: its tail grows */
	struct cpr_span tail_at; /* how far behind the beginning of the branch that of its tail is */
	enum cpr_item item;      /* the last item, which a quantifier may follow */
	size_t item_at;
	uint32_t literal;
	struct cpr_piece piece;
};

struct cpr_build {
	const struct cpr_mem *mem;
	struct cpr_pattern_facts *facts;
	struct cpr_pattern_error *err;
	struct cpr_frame *top, *spare;
	unsigned depth;
	bool caseless;           /* (?i) somewhere */
	bool refused, nomem;
	bool boundary;           /* \b stands before the next item */
	size_t boundary_at;
	struct cpr_strbuf run;   /* literals without anything between */
	size_t run_at;
	struct cpr_strbuf text;  /* scratch for folding */
	struct cpr_folded folded;
};

#define CPR_BUILD_NO_MAX UINT32_MAX

/* All sorts of failure are kept in b; after one, calls do nothing of use but are safe. */
static inline bool cpr_build_stopped(const struct cpr_build *b)
{
	return b->refused || b->nomem;
}

void cpr_build_begin(struct cpr_build *b, const struct cpr_mem *mem, struct cpr_pattern_facts *facts,
		     struct cpr_pattern_error *err);
enum cpr_read cpr_build_end(struct cpr_build *b); /* fills the facts, frees everything */
/* The first refusal stays. */
void cpr_build_refuse(struct cpr_build *b, size_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Items, in the order of the pattern. A literal character or member of a class must be folded, or is refused. */
void cpr_build_check_char(struct cpr_build *b, uint32_t c, size_t at);
void cpr_build_literal(struct cpr_build *b, uint32_t c, size_t at);
/* One character of a class; sample and wide as in struct cpr_piece. */
void cpr_build_chars(struct cpr_build *b, const struct cpr_chars *chars, const char *sample, bool wide, size_t at);
void cpr_build_zero_width(struct cpr_build *b, bool word_boundary, size_t at);
/* To the item before, if it has a width. */
void cpr_build_repeat(struct cpr_build *b, uint32_t min, uint32_t max, bool possessive, size_t at);

void cpr_build_open(struct cpr_build *b, enum cpr_group kind, size_t at);
void cpr_build_alternative(struct cpr_build *b); /* | */
void cpr_build_close(struct cpr_build *b);

#endif
