/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only file that includes libxml2. It gets our own UTF-8 through a read callback, never a file name, and no tree is
 * built. What must stay true, because releases of libxml2 that are in use crash, hang, print or lie otherwise:
 *
 *  - xmlStopParser() is called from SAX callbacks only, never from the error callback. That one sets `halted`; the next
 *    callback stops, and the read callback gives no more bytes.
 *  - Errors that do not know their context (encoding, memory) go to the handler of the thread and would be printed, so
 *    that handler is ours while we parse, and the host's again afterwards.
 *  - A parser context serves one document. Kept, it would keep every name it ever saw.
 *  - What xmlCtxtReadIO() returns means nothing here. A parse is good when both ends of the document were seen, nothing
 *    complained, and every token of the gate was used up.
 */
#include "xml/parse.h"

#include <limits.h>
#include <pthread.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#if LIBXML_VERSION >= 21200
#include <libxml/threads.h>
#else
#include <libxml/globals.h>
#endif

#include "base/strbuf.h"

#if LIBXML_VERSION >= 21200
typedef const xmlError error_arg;
#else
typedef xmlError error_arg;
#endif

struct parse {
	struct cpr_doc_build build;
	struct cpr_problems *problems;
	xmlParserCtxtPtr ctxt;
	struct cpr_str source;
	size_t fed; /* bytes of it given to libxml2 */
	bool started, ended, halted, nomem;
	/* libxml2's first error */
	int error;
	uint32_t error_at;
	struct cpr_strbuf error_word;
};

/* --- stopping --- */

/* Called first by each SAX callback. */
static bool going(struct parse *p)
{
	if (!p->halted)
		return true;
	xmlStopParser(p->ctxt);
	return false;
}

/* For what the builder answers: it goes on, or it does not. */
static void go_on(struct parse *p, bool good)
{
	if (good)
		return;
	p->halted = true;
	xmlStopParser(p->ctxt);
}

static uint32_t position(const struct parse *p)
{
	long at = p->ctxt ? xmlByteConsumed(p->ctxt) : -1;

	return at >= 0 && (unsigned long)at <= p->source.n ? (uint32_t)at : (uint32_t)p->fed;
}

static void on_error(void *user, error_arg *e)
{
	struct parse *p = user;

	if (e->level == XML_ERR_NONE || e->level == XML_ERR_WARNING)
		return;
	p->halted = true;
	if (e->code == XML_ERR_NO_MEMORY) {
		p->nomem = true;
	} else if (p->error == 0) {
		p->error = e->code;
		p->error_at = position(p);
		/* The namespace errors name their culprit here. */
		if (e->domain == XML_FROM_NAMESPACE && e->str1)
			cpr_strbuf_addz(&p->error_word, e->str1);
	}
}

/* --- events --- */

static void on_start_document(void *user)
{
	struct parse *p = user;

	p->started = true;
}

static void on_end_document(void *user)
{
	struct parse *p = user;

	p->ended = true;
}

/* The gate refuses every DOCTYPE, so this never happens; it is what keeps entities out, so it stands here as well. */
static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	struct parse *p = user;

	(void)name;
	(void)external;
	(void)system;
	go_on(p, cpr_doc_build_disagree(&p->build, "the parser has seen a DOCTYPE"));
}

static void on_start_element(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int n_ns,
			     const xmlChar **ns, int n_attrs, int n_defaulted, const xmlChar **attrs)
{
	struct parse *p = user;

	(void)n_ns;
	(void)ns;
	if (!going(p))
		return;
	if (n_attrs < 0 || n_defaulted != 0)
		go_on(p, cpr_doc_build_disagree(&p->build, "the parser has seen attributes that are not written"));
	else
		go_on(p, cpr_doc_build_open(&p->build, local, prefix, uri, (size_t)n_attrs, attrs));
}

static void on_end_element(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct parse *p = user;

	(void)local;
	(void)prefix;
	(void)uri;
	if (going(p))
		go_on(p, cpr_doc_build_close(&p->build));
}

static void on_characters(void *user, const xmlChar *s, int len)
{
	struct parse *p = user;

	if (going(p) && len > 0)
		go_on(p, cpr_doc_build_text(&p->build, s, (size_t)len));
}

static int on_read(void *user, char *buf, int len)
{
	struct parse *p = user;
	size_t n = p->source.n - p->fed;

	if (p->halted || len <= 0)
		return 0;
	if (n > (size_t)len)
		n = (size_t)len;
	memcpy(buf, p->source.p + p->fed, n);
	p->fed += n;
	return (int)n;
}

/* --- running libxml2 --- */

static pthread_once_t init_once = PTHREAD_ONCE_INIT;

static void ignore_error(void *user, error_arg *e)
{
	(void)user;
	(void)e;
}

static bool thread_ready(void)
{
#if LIBXML_VERSION >= 21200
	return xmlCheckThreadLocalStorage() == 0;
#else
	return xmlIsMainThread() || xmlGetGlobalState();
#endif
}

/* Of what may be missing after a failure in here (converters, catalogs) we use nothing; but it would be printed. */
static void init_library(void)
{
	xmlStructuredErrorFunc hosts;
	void *hosts_user;

	if (!thread_ready()) {
		xmlInitParser();
		return;
	}
	hosts = xmlStructuredError;
	hosts_user = xmlStructuredErrorContext;
	xmlSetStructuredErrorFunc(NULL, ignore_error);
	xmlInitParser();
	xmlSetStructuredErrorFunc(hosts_user, hosts);
}

/*
 * libxml2 keeps state for each thread but the first, and dies when it cannot make it, so memory is tried before. Between
 * this and the making of that state another thread may take the last of it; that gap cannot be closed from here.
 */
static bool library_ready(void)
{
	void *probe = xmlMalloc(4096);

	if (!probe)
		return false;
	xmlFree(probe);
	/* In this order: a thread's state must not be made while another thread is still inside the initialisation. */
	return pthread_once(&init_once, init_library) == 0 && thread_ready();
}

#if LIBXML_VERSION >= 21400
static xmlParserErrors no_resource(void *user, const char *url, const char *id, xmlResourceType type,
				   xmlParserInputFlags flags, xmlParserInputPtr *ret)
{
	(void)user;
	(void)url;
	(void)id;
	(void)type;
	(void)flags;
	*ret = NULL;
	return XML_IO_NETWORK_ATTEMPT;
}
#endif

static void set_up(struct parse *p)
{
	xmlSAXHandler *sax = p->ctxt->sax;

	memset(sax, 0, sizeof *sax);
	sax->initialized = XML_SAX2_MAGIC;
	sax->startDocument = on_start_document;
	sax->endDocument = on_end_document;
	sax->internalSubset = on_doctype;
	sax->startElementNs = on_start_element;
	sax->endElementNs = on_end_element;
	/* Three ways to say text, one meaning. The same function for blanks also keeps libxml2 from guessing about them. */
	sax->characters = sax->ignorableWhitespace = sax->cdataBlock = on_characters;
	sax->serror = on_error;
	p->ctxt->userData = p;
#if LIBXML_VERSION >= 21300
	xmlCtxtSetErrorHandler(p->ctxt, on_error, p);
#endif
#if LIBXML_VERSION >= 21400
	xmlCtxtSetResourceLoader(p->ctxt, no_resource, NULL);
#endif
}

/*
 * Gives the context room for every attribute of an element at once. Up to 2.12, when it must grow that room in the middle of a
 * tag and has memory for only one of the two arrays, libxml2 goes on with the old one, which is freed.
 */
static bool room_for_attributes(struct parse *p)
{
#if LIBXML_VERSION < 21300
	size_t n = p->build.gate->most_attributes + (size_t)2;

	p->ctxt->atts = xmlMalloc(5 * n * sizeof *p->ctxt->atts);
	p->ctxt->attallocs = xmlMalloc(n * sizeof *p->ctxt->attallocs);
	if (!p->ctxt->atts || !p->ctxt->attallocs)
		return false;
	p->ctxt->maxatts = (int)(5 * n);
#else
	(void)p;
#endif
	return true;
}

/* The document is well-formed and all of it was seen; false also when libxml2 gave up without a word. */
static bool run(struct parse *p)
{
	/* The text is UTF-8 whatever its declaration still says. */
	int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC;
	bool good;

#if LIBXML_VERSION >= 21300
	options |= XML_PARSE_NO_XXE;
#endif
	p->ctxt = xmlNewParserCtxt();
	if (!p->ctxt || !room_for_attributes(p)) {
		p->nomem = true;
		xmlFreeParserCtxt(p->ctxt);
		p->ctxt = NULL;
		return false;
	}
	set_up(p);
	xmlFreeDoc(xmlCtxtReadIO(p->ctxt, on_read, NULL, p, "spec", NULL, options));
	good = p->started && p->ended && p->ctxt->wellFormed && p->ctxt->nsWellFormed && p->ctxt->errNo == 0;
	/* Without a single event and without an error only memory can have been missing. */
	if (!good && !p->started && p->error == 0)
		p->nomem = true;
	xmlFreeParserCtxt(p->ctxt);
	p->ctxt = NULL;
	return good && cpr_doc_build_complete(&p->build);
}

static bool run_guarded(struct parse *p)
{
	xmlStructuredErrorFunc hosts;
	void *hosts_user;
	bool good;

	if (!library_ready()) {
		p->nomem = true;
		return false;
	}
	hosts = xmlStructuredError;
	hosts_user = xmlStructuredErrorContext;
	xmlSetStructuredErrorFunc(p, on_error);
	good = run(p);
	xmlSetStructuredErrorFunc(hosts_user, hosts);
	xmlResetLastError();
	return good;
}

/* --- saying what was wrong --- */

static const char *error_text(int code)
{
	switch (code) {
	case XML_NS_ERR_UNDEFINED_NAMESPACE:
		return "a namespace prefix is not declared";
	case XML_NS_ERR_ATTRIBUTE_REDEFINED:
		return "an attribute is given twice under two prefixes of one namespace";
	case XML_NS_ERR_QNAME:
	case XML_NS_ERR_COLON:
		return "a colon stands in a name where none may be";
	case XML_NS_ERR_XML_NAMESPACE:
	case XML_NS_ERR_EMPTY:
		return "a namespace prefix is declared as it may not be";
	case XML_WAR_NS_URI:
		return "a namespace is not a valid URI";
	case XML_ERR_VERSION_MISSING:
	case XML_ERR_XMLDECL_NOT_STARTED:
	case XML_ERR_XMLDECL_NOT_FINISHED:
	case XML_ERR_STANDALONE_VALUE:
	case XML_ERR_ENCODING_NAME:
	case XML_ERR_UNKNOWN_VERSION:
	case XML_ERR_STRING_NOT_STARTED:
	case XML_ERR_STRING_NOT_CLOSED:
	case XML_ERR_EQUAL_REQUIRED:
	case XML_ERR_SPACE_REQUIRED:
		return "the XML declaration is not as it must be";
	case XML_ERR_RESERVED_XML_NAME:
		return "the name of a processing instruction is reserved";
	default:
		return "it is not well-formed";
	}
}

/* Where libxml2 was: the whole tag if it was in one, otherwise just the place. */
static void problem_range(const struct parse *p, uint32_t at, uint32_t *ret_start, uint32_t *ret_end)
{
	const struct cpr_gate *gate = p->build.gate;
	size_t i = p->build.token < gate->tokens.n ? p->build.token : gate->tokens.n - 1;
	const struct cpr_gate_token *t = &gate->tokens.v[i];

	*ret_start = *ret_end = at;
	if (t->kind != CPR_GATE_TEXT && at >= t->start && at <= t->end) {
		*ret_start = t->start;
		*ret_end = t->end;
	}
}

static bool fail(struct parse *p, enum cpr_problem_id id, uint32_t at, struct cpr_str w0, struct cpr_str w1)
{
	uint32_t start, end;

	problem_range(p, at, &start, &end);
	cpr_problem_add(p->problems, id, start, end, w0, w1, (struct cpr_str){ 0 });
	return false;
}

static bool fail_malformed(struct parse *p)
{
	struct cpr_strbuf b = CPR_STRBUF(p->build.doc->mem);

	cpr_strbuf_addz(&b, error_text(p->error));
	if (p->error_word.n > 0) {
		cpr_strbuf_addz(&b, ": ");
		cpr_strbuf_add_line(&b,
				    (struct cpr_str){ p->error_word.p, p->error_word.n < 64 ? p->error_word.n : 64 });
	}
	if (cpr_strbuf_failed(&b))
		p->problems->failed = true;
	else
		fail(p, CPR_PROBLEM_XML_MALFORMED, p->error_at, cpr_strbuf_str(&b), (struct cpr_str){ 0 });
	cpr_strbuf_free(&b);
	return false;
}

static bool fail_names(struct parse *p, uint32_t at)
{
	struct cpr_strbuf b = CPR_STRBUF(p->build.doc->mem);

	cpr_strbuf_add_u64(&b, p->build.max_names);
	if (cpr_strbuf_failed(&b))
		p->problems->failed = true;
	else
		fail(p, CPR_PROBLEM_LIMIT, at, CPR_STR("distinct_names"), cpr_strbuf_str(&b));
	cpr_strbuf_free(&b);
	return false;
}

static bool refuse(struct parse *p)
{
	const struct cpr_doc_build *b = &p->build;
	uint32_t at = b->token < b->gate->tokens.n ? b->gate->tokens.v[b->token].start : (uint32_t)p->fed;

	if (p->error != 0)
		return fail_malformed(p);
	if (b->over_names)
		return fail_names(p, b->gate->tokens.v[b->token - 1].start);
	return fail(p, CPR_PROBLEM_XML_DISAGREE, at,
		    cpr_str_of(b->disagreement ? b->disagreement : "the parser has not seen all of it"),
		    (struct cpr_str){ 0 });
}

/* --- a reading, and a second one --- */

static bool read_once(struct parse *p, struct cpr_doc *doc, const struct cpr_gate *gate, uint32_t max_names)
{
	bool good;

	p->source = doc->source.text;
	p->error_word = CPR_STRBUF(doc->mem);
	good = cpr_doc_build_begin(&p->build, doc, gate, max_names);
	if (!good)
		p->nomem = true;
	good = good && run_guarded(p);
	p->nomem = p->nomem || p->build.nomem || cpr_strbuf_failed(&p->error_word);
	cpr_doc_build_free(&p->build);
	return good;
}

static bool same_refusal(const struct parse *a, const struct parse *b)
{
	return a->error == b->error && a->error_at == b->error_at && a->build.disagreement == b->build.disagreement &&
	       a->build.over_names == b->build.over_names;
}

/*
 * A parse that is good is proved good by the gate. One that is not may be libxml2's way of having no memory: in places it
 * then takes a namespace for invalid or an attribute for missing. So a refusal counts only if it can be repeated.
 */
bool cpr_parse(struct cpr_doc *doc, const struct cpr_gate *gate, const struct cpr_limits *limits,
	       struct cpr_problems *problems)
{
	struct parse first = { .problems = problems }, second = { .problems = problems };
	bool good = read_once(&first, doc, gate, limits->distinct_names);

	if (!good && !first.nomem) {
		if (read_once(&second, doc, gate, limits->distinct_names) || second.nomem ||
		    !same_refusal(&first, &second))
			first.nomem = true;
		else
			refuse(&second);
		cpr_strbuf_free(&second.error_word);
	}
	if (first.nomem)
		problems->failed = true;
	cpr_strbuf_free(&first.error_word);
	return good && !first.nomem;
}
