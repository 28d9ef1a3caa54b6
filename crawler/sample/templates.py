"""The four kinds of site that the sample newspapers are dressed as."""

from __future__ import annotations

from .article import Article, Block, slug
from .site import Query, Reply, Route, Site, always, gzipped, moved, number_in, pages_of


class WordPress(Site):
    """A WordPress blog: post and page addresses look alike, and the theme's text outweighs a short article's.

    A view counter makes every answer different, so pages carry neither ETag nor Last-Modified; feed and sitemaps do.
    """

    templates = "wordpress"
    etags = last_modified = False

    def add_routes(self) -> None:
        self.views = 1200
        self.add_archive("/", "", self.articles)
        for section in self.newspaper.sections:
            self.add_archive(f"/chuyen-muc/{slug(section)}/", f"Chuyên mục: {section}", self.in_section(section))
        for tag in sorted({tag for article in self.articles for tag in article.tags}):
            self.add_archive(f"/the/{slug(tag)}/", f"Thẻ: {tag}", [a for a in self.articles if tag in a.tags])
        for author in sorted({article.author for article in self.articles if article.author}):
            of_author = [article for article in self.articles if article.author == author]
            self.add_archive(f"/tac-gia/{slug(author)}/", f"Tác giả: {author}", of_author)
        for article in self.articles:
            for number, blocks in enumerate(article.pages):
                self.routes[article.page_paths[number]] = always(self.post, article, number + 1, blocks)
            for picture in article.images:
                self.routes[f"{article.path}{picture.name}/"] = always(
                    self.render, "attachment", article=article, name=picture.name
                )
        about = ["Đèo Mây là một tờ báo hư cấu, viết riêng để chạy thử phần mềm lưu trữ báo chí."]
        contact = ["Tòa soạn: Nhà số 0, phố Không Tên.", "Thư điện tử: toasoan@deo-may.example"]
        robots = f"User-agent: *\nDisallow: /wp-admin/\n\nSitemap: {self.home}wp-sitemap.xml\n"
        posts = ["/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-post-2.xml.gz"]
        self.routes |= {
            "/gioi-thieu/": always(self.render, "page", title="Giới thiệu", text=about),
            "/lien-he/": always(self.render, "page", title="Liên hệ", text=contact),
            "/robots.txt": always(Reply, robots.encode(), "text/plain"),
            "/wp-sitemap.xml": always(self.sitemap_index, posts),
            posts[0]: always(self.sitemap, self.articles[::2]),
            posts[1]: lambda query: gzipped(self.sitemap(self.articles[1::2])),
            "/feed/": always(self.feed, "rss.xml", "application/rss+xml; charset=UTF-8"),
        }

    def add_archive(self, path: str, heading: str, articles: list[Article]) -> None:
        """Adds a list of articles, six a page, below a path."""
        pages = pages_of(articles, 6)
        for number, on_page in enumerate(pages, 1):
            self.routes[f"{path}page/{number}/" if number > 1 else path] = always(
                self.render,
                "archive",
                heading=heading,
                articles=on_page,
                path=path,
                number=number,
                count=len(pages),
            )

    def post(self, article: Article, number: int, blocks: tuple[Block, ...]) -> Reply:
        """A page of an article; each view is counted on it."""
        self.views += 1
        return self.article_page(article, number=number, blocks=blocks)


class Portal(Site):
    """A portal of nested tables: its own name as every page's title, no metadata, feed or sitemap, a clock in the
    header, other dates all around, and a "not found" that answers 200."""

    templates = "portal"
    etags = last_modified = False

    def add_routes(self) -> None:
        self.routes["/"] = always(self.render, "front")
        for section in self.newspaper.sections:
            self.routes[f"/{slug(section)}.htm"] = self.listing(section)
        for article in self.articles:
            self.routes[article.path] = always(self.article_page, article)

    def listing(self, section: str) -> Route:
        """A route of a section's list, whose page the query names."""
        pages = pages_of(self.in_section(section), 5)

        def answer(query: Query) -> Reply | None:
            """A page of the list; None for one beyond its end."""
            number = number_in(query, "page")
            if not 0 < number <= len(pages):
                return None
            return self.render("listing", section=section, articles=pages[number - 1], number=number, count=len(pages))

        return answer

    def not_found(self, path: str) -> Reply:
        """The page that says there is none, with status 200, as many an old site does."""
        if not path.endswith(".htm"):
            return super().not_found(path)
        return self.render("page", text=["Không tìm thấy nội dung bạn yêu cầu. Mời bạn trở lại trang chủ."])


class Modern(Site):
    """A modern CMS: JSON-LD, OpenGraph, a news sitemap, an Atom feed, AMP twins, lazy pictures, moved addresses, a
    page behind a login, a page that fails when first asked for, and 410 for what was taken down."""

    templates = "modern"
    FLAKY = 10207  # id of the article that answers 500 once
    LOGIN = "/xa-hoi/toa-dam-danh-cho-ban-doc-dang-ky-a10999.html"

    def add_routes(self) -> None:
        self.stumbled = False
        for section in self.newspaper.sections:
            pages = pages_of(self.in_section(section), 6)
            for number, articles in enumerate(pages, 1):
                self.routes[f"/{slug(section)}/" + (f"trang-{number}/" if number > 1 else "")] = always(
                    self.render, "listing", section=section, articles=articles, number=number, count=len(pages)
                )
        for article in self.articles:
            self.routes[article.path] = always(self.story, article)
            self.routes[f"/amp{article.path}"] = always(self.article_page, article, "amp")
            if article.old_path:
                self.routes[article.old_path] = always(moved, article.path)
        years = sorted({article.published[:4] for article in self.articles if article.published}, reverse=True)
        for year in years:
            of_year = [article for article in self.articles if (article.published or "").startswith(year)]
            self.routes[f"/sitemap-{year}.xml"] = always(self.sitemap, of_year)
        robots = (
            "User-agent: *\nDisallow: /tim-kiem/\nCrawl-delay: 0.05\n"
            f"Sitemap: {self.home}sitemap-news.xml\nSitemap: {self.home}sitemap.xml\n"
        )
        self.routes |= {
            "/": always(self.render, "listing", section=None, articles=self.articles[:12], number=1, count=1),
            self.LOGIN: always(self.render, "login"),
            "/dang-ky/": always(self.render, "login"),
            "/qc/1": always(moved, "http://quang-cao.example/"),
            "/robots.txt": always(Reply, robots.encode(), "text/plain"),
            "/sitemap.xml": always(self.sitemap_index, [f"/sitemap-{year}.xml" for year in years]),
            "/sitemap-news.xml": always(self.sitemap, self.articles[:6], news=True),
            "/atom.xml": always(self.feed, "atom.xml", "application/atom+xml; charset=UTF-8"),
        }

    def story(self, article: Article) -> Reply:
        """The page of an article; one of them fails when first asked for."""
        if article.id == self.FLAKY and not self.stumbled:
            self.stumbled = True
            return Reply(b"<h1>500 Internal Server Error</h1>", status=500)
        return self.article_page(article)

    def not_found(self, path: str) -> Reply:
        """Status 410 for an article that was taken down, else 404."""
        if path in self.gone:
            return self.render("page", 410, title="Bài viết đã được gỡ", text=["Nội dung này không còn trên trang."])
        return super().not_found(path)


class Aspx(Site):
    """An ASP.NET site: the id in the query decides, whatever else the address says, and it once had other addresses."""

    templates = "aspx"
    etags = False

    def add_routes(self) -> None:
        by_id = {str(article.id): article for article in self.articles}

        def story(query: Query) -> Reply | None:
            """The article of an id."""
            article = by_id.get(query.get("id", ""))
            return self.article_page(article) if article else None

        def old(query: Query) -> Reply | None:
            """The redirect from an article's former address."""
            article = by_id.get(query.get("nid", ""))
            return moved(article.path) if article else None

        self.routes |= {
            "/": always(self.render, "listing", section=None, articles=self.articles[:5], number=1, count=1),
            "/tin.aspx": story,
            "/viewnews.asp": old,
            "/muc.aspx": self.listing,
            "/tag.aspx": self.tagged,
            "/rss.aspx": always(self.feed, "rss.xml", "text/xml; charset=UTF-8"),
        }

    def listing(self, query: Query) -> Reply | None:
        """The list of a section that the query names by its number; None where there is none."""
        sections = dict(enumerate(self.newspaper.sections, 1))
        section = sections.get(number_in(query, "cm"))
        if not section:
            return None
        pages = pages_of(self.in_section(section), 4)
        number = number_in(query, "trang")
        if not 0 < number <= len(pages):
            return None
        return self.render("listing", section=section, articles=pages[number - 1], number=number, count=len(pages))

    def tagged(self, query: Query) -> Reply:
        """The list of articles with the tag in the query."""
        articles = [article for article in self.articles if query.get("t") in article.tags]
        return self.render("listing", section=None, articles=articles, number=1, count=1)


DRESSES: dict[str, type[Site]] = {"wordpress": WordPress, "portal": Portal, "modern": Modern, "aspx": Aspx}
