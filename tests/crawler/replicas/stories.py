"""What the replicas print: stories of nobody, told of any province."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from vietnamese import fold
from vietnamese.time_zone import VIETNAM


@dataclass(frozen=True)
class Story:
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    byline: str
    when: datetime

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", fold(self.title)).strip("-")

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


_TOLD = (
    (
        "{0}: Bà con xóm ven sông chung tay sửa cây cầu gỗ",
        "Sau mùa lũ, cây cầu gỗ nối hai bờ bị cuốn mất ba nhịp. Không chờ lâu hơn, các hộ dân ở {0} đã tự góp cây, góp công.",
        (
            "Cây cầu dài bốn mươi mét là đường đi học của gần sáu mươi đứa trẻ. Từ ngày cầu gãy, các em phải đi vòng hơn năm cây số qua đồi keo.",
            "Ban công tác mặt trận thôn họp dân ba buổi tối liền để bàn cách làm. Nhà có tre góp tre, nhà có thợ mộc góp tay nghề, người già thì nấu nước chè mang ra tận chân cầu.",
            "Đến chiều qua, nhịp cầu cuối cùng đã được ghép xong. Buổi sáng đầu tuần, lũ trẻ đi qua cầu đến trường, cặp sách lắc lư theo từng bước chạy.",
            "Theo tính toán của thôn, số tiền bỏ ra chưa đến ba chục triệu đồng, phần lớn là đinh, dây thép và tiền thuê máy xẻ.",
        ),
        "Lê Ngọc Thử",
    ),
    (
        "Vụ lạc đông ở {0} được mùa nhờ giống mới",
        "Năm nay mưa thuận, giống lạc vỏ mỏng lần đầu trồng đại trà ở {0} cho củ chắc, năng suất cao hơn vụ trước gần một phần tư.",
        (
            "Trên cánh đồng bãi, những luống lạc đã ngả màu vàng. Người nhổ đi trước, người vặt củ theo sau, tiếng cười nói rộn cả một khúc đê.",
            "Các hộ cho biết giống mới ra hoa sớm hơn mười ngày, ít bệnh héo xanh nên đỡ hẳn công phun thuốc. Lạc nhổ lên phơi ba nắng là thương lái tới cân ngay tại ruộng.",
            "Hợp tác xã đã ký hợp đồng bao tiêu hai trăm tấn với một cơ sở ép dầu trong vùng. Giá mua cao hơn giá chợ năm trăm đồng mỗi ký để giữ chân người trồng.",
            "Vụ tới, diện tích dự kiến mở thêm ba mươi héc ta trên đất màu kém hiệu quả.",
        ),
        "Trần Bãi Bồi",
    ),
    (
        "Thư viện trên xe máy của cô giáo vùng xa ở {0}",
        "Cuối tuần nào cũng vậy, chiếc xe máy chở hai thùng sách lại nổ máy rời thị trấn, mang truyện đến cho học trò các bản xa của {0}.",
        (
            "Thùng sách bên trái dành cho lớp nhỏ, toàn truyện tranh và sách tô màu. Thùng bên phải là sách khoa học thường thức, tiểu thuyết phiêu lưu mà học sinh lớn mượn nhiều nhất.",
            "Mỗi điểm dừng kéo dài chừng một giờ. Các em xếp hàng trả sách cũ, chọn cuốn mới rồi ngồi ngay dưới gốc cây mà đọc, có em đọc to cho bà ngồi cạnh cùng nghe.",
            "Sau hai năm, tủ sách từ tám mươi cuốn đã lên hơn một nghìn cuốn nhờ bạn đọc gần xa gửi tặng qua bưu điện.",
            "Ước mong tiếp theo là một mái hiên có kệ gỗ ở mỗi bản, để sách không phải chạy theo xe nữa.",
        ),
        "Phạm Đường Đèo",
    ),
    (
        "{0} mở lại chợ phiên sau ba năm vắng tiếng khèn",
        "Từ sáng sớm, các ngả đường dẫn về bãi đất trống cạnh ủy ban xã đã tấp nập. Phiên chợ đầu tiên sau ba năm của {0} đông hơn mọi dự tính.",
        (
            "Hàng hóa bày trên lá chuối, trên tấm bạt, có khi ngay trên yên ngựa. Mật ong, mộc nhĩ, gà đen, vải thổ cẩm xếp thành từng dãy theo lối cũ mà không cần ai chỉ.",
            "Khu ẩm thực chật kín từ giữa buổi. Chảo thắng cố sôi lục bục, khói bếp quyện với sương, người bán không kịp ngơi tay.",
            "Ban quản lý chợ bố trí chỗ gửi xe miễn phí, lập hai điểm cân đối chứng và một quầy đổi tiền lẻ. Đến trưa, hơn sáu trăm lượt người đã ghé qua.",
            "Chợ sẽ họp đều vào ngày chủ nhật cuối tháng, có thêm sân khấu nhỏ cho các đội văn nghệ bản.",
        ),
        "Hoàng Phiên Chợ",
    ),
    (
        "Trạm bơm mới giúp {0} thôi lo hạn cuối vụ",
        "Ba tổ máy của trạm bơm vừa hoàn thành có thể tưới cho hơn bốn trăm héc ta lúa, chấm dứt cảnh thức đêm canh nước của nông dân {0}.",
        (
            "Công trình lấy nước từ hồ chứa cách đó hai cây số qua đường ống chôn ngầm, không chiếm thêm đất ruộng. Mỗi giờ trạm đưa lên kênh chính gần ba nghìn mét khối nước.",
            "Vụ trước, nhiều thửa cuối kênh cháy lá khi lúa đang trổ. Có nhà phải thuê máy dầu bơm chuyền ba chặng mà vẫn mất gần nửa sản lượng.",
            "Lịch tưới nay được thông báo qua loa thôn và tin nhắn, luân phiên từng cánh đồng, ưu tiên chân ruộng cao trước.",
            "Đơn vị quản lý cho hay tiền điện chạy trạm giảm khoảng một phần ba so với bốn trạm bơm dầu cũ.",
        ),
        "Đỗ Kênh Mương",
    ),
    (
        "Đội bóng chuyền làng ở {0} và giấc mơ có sân mái che",
        "Sân đất, cột tre, lưới vá, vậy mà đội bóng chuyền nữ của một làng nhỏ ở {0} đã ba năm liền vào chung kết giải huyện.",
        (
            "Chiều nào các chị cũng tập từ lúc đi làm về cho tới khi không còn nhìn rõ bóng. Người giữ trẻ, người đan lưới, ai rảnh thì đứng ngoài nhặt bóng.",
            "Huấn luyện viên của đội vốn là thợ nề, học cách dạy qua những đoạn phim tải về điện thoại rồi chép ra vở từng bài khởi động.",
            "Mùa mưa là lúc khổ nhất, sân biến thành ao, cả đội phải tập nhờ trong nhà kho của hợp tác xã, trần thấp đến nỗi không dám phát bóng mạnh.",
            "Làng đang vận động xây một mái che đơn giản bằng tôn cũ, dự tính xong trước khi giải năm sau khai mạc.",
        ),
        "Vũ Sân Làng",
    ),
)


def stories(place: str, number: int, how_many: int = 3) -> list[Story]:
    """So many stories of a place, other ones for the next number; each of another day of October 2026."""
    told = []
    for n in range(how_many):
        title, lead, paragraphs, byline = _TOLD[(number + n) % len(_TOLD)]
        when = datetime(2026, 10, 3 + number % 20 + n, 8 + n, 10 + number % 50, tzinfo=VIETNAM)
        told.append(Story(title.format(place), lead.format(place), paragraphs, byline, when))
    return told
