/* What may be sent where. */
#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "http/client.h"

static bool
is_loopback(const char *host)
{
	return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0 ||
	    strcasecmp(host, "localhost") == 0;
}

static int
check_parts(CURLU *u, bool cleartext, bool *loopback, struct err *e)
{
	char *scheme = NULL, *host = NULL, *user = NULL;
	int rc = -1;

	if (curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
		err_set(e, ERR_CONFIG, "http.url", "the URL has no host");
		goto out;
	}
	*loopback = is_loopback(host);
	if (curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
		err_set(e, ERR_CONFIG, "http.url",
		    "the URL holds a user name; put credentials in a header");
	else if (strcmp(scheme, "http") == 0 && !*loopback && !cleartext)
		err_set(e, ERR_CONFIG, "http.cleartext",
		    "http to %.64s would be readable on the way; use https",
		    host);
	else if (strncmp(scheme, "http", 4) != 0)
		err_set(e, ERR_CONFIG, "http.url",
		    "'%.16s' is not a scheme that is spoken; use https",
		    scheme);
	else
		rc = 0;
out:
	curl_free(user);
	curl_free(host);
	curl_free(scheme);
	return rc;
}

int
url_check(const char *url, bool cleartext, bool *loopback, struct err *e)
{
	CURLU *u;
	CURLUcode code;
	int rc = -1;

	if ((u = curl_url()) == NULL)
		return err_set(e, ERR_IO, NULL, "out of memory");
	code = curl_url_set(u, CURLUPART_URL, url,
	    CURLU_NON_SUPPORT_SCHEME);
	if (code != CURLUE_OK)
		err_set(e, ERR_CONFIG, "http.url", "not a URL: %s",
		    curl_url_strerror(code));
	else
		rc = check_parts(u, cleartext, loopback, e);
	curl_url_cleanup(u);
	return rc;
}
