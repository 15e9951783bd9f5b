# SPDX-License-Identifier: MIT
"""The page at /docs: whole without a script, and nothing of it comes from anywhere else."""
import html.parser
import urllib.parse
import urllib.request

from document import Document, Untrue


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.loaded, self.text = [], ''

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == 'script' and 'src' not in attributes:
            raise Untrue('/docs: a script stands in the page itself, which its policy forbids')
        self.loaded += [attributes[name] for name in ('src', 'href') if name in attributes]

    def handle_data(self, data):
        self.text += data


def get(url: str):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.headers, answer.read().decode()


def check(origin: str, document: Document) -> int:
    headers, text = get(origin + '/docs')
    page = Links()
    page.feed(text)
    policy = dict(each.strip().split(' ', 1) for each in headers['Content-Security-Policy'].split(';'))
    allowed = {source for sources in policy.values() for source in sources.split()}
    if policy['default-src'] != "'none'" or not allowed <= {"'none'", "'self'", "'unsafe-inline'", 'data:'}:
        raise Untrue(f'/docs: its policy lets others in: {policy}')
    if policy['script-src'] != "'self'":
        raise Untrue(f'/docs: its policy lets scripts in: {policy["script-src"]}')
    for operation in document.operations.values():
        for what in (f'{operation.method} {operation.path}', operation.said['summary']):
            if what not in page.text:
                raise Untrue(f'/docs: {what} is not on the page')
    for link in page.loaded:
        url = urllib.parse.urljoin(origin + '/docs', link)
        if not url.startswith(origin + '/'):
            raise Untrue(f'/docs: {link} is somewhere else')
        headers, _ = get(url)
        if '?' in link and 'immutable' not in headers['Cache-Control']:
            raise Untrue(f'/docs: {link} is asked for again each time')
    return len(page.loaded)
